import pytest
from django.core.cache import cache


@pytest.mark.django_db
def test_health_says_that_database_and_cache_answer(client):
    response = client.get("/health")
    assert (response.status_code, response.json()) == (200, {"database": True, "cache": True})


@pytest.mark.django_db
def test_health_names_the_part_that_does_not_answer(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", broken)
    response = client.get("/health")
    assert (response.status_code, response.json()) == (503, {"database": True, "cache": False})


@pytest.mark.django_db
def test_every_answer_carries_the_id_of_its_request(client):
    first, second = client.get("/health"), client.get("/health")
    assert len(first["X-Request-ID"]) == 8
    assert first["X-Request-ID"] != second["X-Request-ID"]
