"""The pages “Thư và thông báo” and, in the demo, the folder of mails."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common import outbox
from common.models import OutboxMessage
from tests.factories import moment, user

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-13", "08:00")
SUBJECT = "Báo cáo bị trả lại: 136/KH-UBND, năm 2026"


def tell(
    person, number: int = 1, channel: str = "portal", reason: str = "số liệu <chưa khớp>"
) -> OutboxMessage:
    context = {
        "agency": "Sở A",
        "plan": "136/KH-UBND",
        "period": "năm 2026",
        "lines": 1,
        "reason": reason,
        "submission": "abc",
    }
    key = f"{person.pk}:{number}:{channel}"
    outbox.enqueue(key=key, channel=channel, to_user=person, kind="returned", context=context, at=NOW)
    return OutboxMessage.objects.get(key=key)


@pytest.fixture
def person(client):
    person = user()
    client.force_login(person)
    return person


def test_a_person_reads_what_was_written_to_him_in_the_portal(client, person):
    told = tell(person)
    tell(person, channel="mail")
    tell(user())
    response = client.get(reverse("inbox"))
    assert list(response.context["page"]) == [(told, SUBJECT)]
    assert response.context["unread"] == 1


def test_who_has_opened_a_message_has_read_it(client, person):
    told = tell(person)
    response = client.get(reverse("message", args=[told.pk]))
    assert "Lý do: số liệu &lt;chưa khớp&gt;" in response.content.decode()
    told.refresh_from_db()
    first = told.read_at
    assert first is not None
    client.get(reverse("message", args=[told.pk]))
    told.refresh_from_db()
    assert told.read_at == first
    assert client.get(reverse("inbox")).context["unread"] == 0


def test_nobody_opens_anothers_message_or_a_mail(client, person):
    assert client.get(reverse("message", args=[tell(user()).pk])).status_code == 404
    assert client.get(reverse("message", args=[tell(person, channel="mail").pk])).status_code == 404


def test_an_empty_inbox_says_what_will_stand_there(client, person):
    assert "Chưa có thư nào gửi cho bạn." in client.get(reverse("inbox")).content.decode()


def test_the_inbox_takes_the_same_queries_for_one_message_and_for_twenty(
    client, person, django_assert_num_queries
):
    tell(person)
    client.get(reverse("inbox"))
    with django_assert_num_queries(6):
        client.get(reverse("inbox"))
    for number in range(2, 21):
        tell(person, number)
    with django_assert_num_queries(6):
        client.get(reverse("inbox"))


def test_a_long_inbox_has_pages(client, person):
    for number in range(51):
        tell(person, number)
    assert len(client.get(reverse("inbox")).context["page"]) == 50
    assert len(client.get(reverse("inbox"), {"trang": 2}).context["page"]) == 1


@pytest.mark.parametrize("name", ["inbox", "mail_folder"])
def test_a_stranger_is_sent_to_sign_in(client, name):
    address = reverse(name)
    assert client.get(address).headers["Location"] == f"{reverse('sign_in')}?next={address}"


@pytest.fixture
def folder(settings, tmp_path):
    settings.PORTAL_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_the_demo_shows_the_mails_it_wrote_into_the_folder(client, person, folder):
    assert "Chưa có thư nào." in client.get(reverse("mail_folder")).content.decode()
    tell(person, 1, "mail", reason="lần đầu")
    before = timezone.now().replace(microsecond=0)  # a mail's date has whole seconds
    outbox.deliver_due(NOW)
    (mail,) = client.get(reverse("mail_folder")).context["page"]
    assert (mail.to, mail.subject) == (person.email, SUBJECT)
    assert "Lý do: lần đầu" in mail.text
    assert before <= mail.at <= timezone.now()


def test_two_mails_in_one_file_are_two_mails(client, person, folder):
    tell(person, 1, "mail")
    tell(person, 2, "mail")
    outbox.deliver_due(NOW)
    files = sorted(folder.glob("*.log"))
    (folder / "zz.log").write_bytes(b"".join(path.read_bytes() for path in files))
    for path in files:
        path.unlink()
    assert len(list(client.get(reverse("mail_folder")).context["page"])) == 2


def test_outside_the_demo_there_is_no_such_page(client, person, folder, settings):
    settings.PORTAL_DEMO = False
    assert client.get(reverse("mail_folder")).status_code == 404


def test_a_portal_with_a_mail_server_says_so(client, person, folder, settings):
    del settings.EMAIL_FILE_PATH
    assert "Thư được chuyển qua máy chủ thư" in client.get(reverse("mail_folder")).content.decode()
