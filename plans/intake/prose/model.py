"""What every line of a plan in prose is, decided for the whole section at once, each with its reason.

A level of the tree (lines of one style under one another) has one role: it names agencies, objectives or duties. The
role is what its lines speak for together; a single line that speaks otherwise is doubted, not followed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from plans.intake.prose.labelled import Run, owners
from plans.intake.prose.openings import ALONE, COLON, VERB, Opening
from plans.intake.prose.outline import HEAD, Node
from plans.intake.prose.signs import BULLET, NONE
from plans.intake.prose.words import CARRY, DUTY, MONEY, NO_DUTY, REPORT

HEADING, OBJECTIVE, AGENCY, TASK, TOPIC, MORE, OTHER, CLOSING = (
    "heading",
    "objective",
    "agency",
    "task",
    "topic",
    "more",
    "other",
    "closing",
)
# What a line speaks for its level naming agencies, and against it.
_FOR = {ALONE: 3.0, COLON: 3.0, VERB: 1.5}
_ASSIGNED, _AGAINST = 1.5, -2.0
LONGEST_NAME = 16  # words of an agency nobody knows
LONGEST_TOPIC = 25  # words of a line that only heads duties

_SEVERAL = re.compile(r"(?:giám đốc |thủ trưởng |chủ tịch |lãnh đạo )?(?:các|những)\b", re.IGNORECASE)
# What all are asked for at the end of a plan: no duty of one of them.
_GENERAL = re.compile(
    r"(?:báo cáo|gửi|phản ánh|kịp thời|định kỳ|căn cứ|nghiêm túc|chủ động|thực hiện|triển khai|phối hợp"
    r"|có trách nhiệm thực hiện)\b"
)
_PERSON = re.compile(r"(?:^|\b[Gg]iao )(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à) [A-ZÀ-ỸĐ]")
_WHY_NOT = {
    "report": "mục “{title}” nói về chế độ báo cáo, không giao việc",
    "paper": "mục “{title}” nói về hồ sơ, biểu mẫu, không giao việc",
    "standard": "mục “{title}” nói về tiêu chuẩn, nguyên tắc, không giao việc",
    "scope": "mục “{title}” nói về phạm vi, đối tượng, thời gian, không giao việc",
    "money": "mục “{title}” nói về kinh phí, không giao việc",
    "aim": "mục “{title}” nêu mục đích, mục tiêu, tình hình, không giao việc",
}


@dataclass(frozen=True)
class Decision:
    """What a line is and why. `who` has the agencies as printed and `over` the line they stand in, where not its own.

    `beside` has who helps; `doubt` is a sentence for the officer; `inferred`: the agency stands neither in front of the
    duty nor in a label.
    """

    role: str
    why: str
    who: str = ""
    over: Node | None = None
    doubt: str = ""
    inferred: bool = False
    beside: str = ""


@dataclass
class Model:
    """A section decided: `of` by the id of a node, `runs` of labels by the id of the node that carries them."""

    root: Node
    of: dict[int, Decision] = field(default_factory=dict)
    runs: dict[int, list[Run]] = field(default_factory=dict)
    carry: bool = False

    def role(self, node: Node) -> str:
        return self.of[id(node)].role


@dataclass(frozen=True)
class _Above:
    """What the lines over a line have settled: the topic and the heading that names it, and the agency."""

    topic: str = ""
    title: str = ""
    agency: Node | None = None
    who: str = ""


def decide(root: Node, inside: Callable[[str], tuple[str, str]]) -> Model:
    """Decide every line of a section. `inside` finds who the middle of a sentence gives its duty to."""
    model = Model(root, runs=owners(root))
    _Deciding(model, _agency_levels(root), inside).walk(root, _Above())
    model.carry = root.line.topic == CARRY
    return model


def topic_of(node: Node) -> str:
    """The topic of a line that heads others, '' where it has none of its own."""
    return node.line.topic if node.children or node.labels else ""


def _agency_levels(root: Node) -> dict[str, float]:
    """For every level how surely its lines name agencies (above 0 they do), without lines under what is no duty."""
    scores: dict[str, float] = {}

    def add(node: Node, topic: str) -> None:
        topic = topic_of(node) or topic
        if topic not in NO_DUTY and not node.line.closing:
            scores[node.level] = scores.get(node.level, 0.0) + _speaks(node)
        for child in node.children:
            add(child, topic)

    add(root, "")
    return scores


def _speaks(node: Node) -> float:
    opening = node.line.opening
    if opening is None:
        return 0.0 if node.line.topic in NO_DUTY else _AGAINST
    if opening.how == ALONE and not node.children and not node.labels:
        return 0.0  # a name alone, with nothing to do
    return _FOR[opening.how] + (_ASSIGNED if opening.assigned else 0.0)


class _Deciding:
    def __init__(
        self, model: Model, levels: dict[str, float], inside: Callable[[str], tuple[str, str]]
    ) -> None:
        self.model = model
        self.levels = levels
        self.inside = inside

    def walk(self, node: Node, above: _Above) -> None:
        """Decide a line and what stands below it."""
        topic = topic_of(node)
        if topic and not (topic == DUTY and above.topic == CARRY):
            above = _Above(topic, node.line.text, above.agency, above.who)
        decision, below = self._decide(node, above)
        self.model.of[id(node)] = decision
        for child in node.children:
            self.walk(child, below)
        if decision.role == OTHER:
            self._heads_duties(node, above)

    def _heads_duties(self, node: Node, above: _Above) -> None:
        """A line over duties heads them."""
        roles = {self.model.role(child) for child in node.children}
        if roles & {AGENCY, TASK, OBJECTIVE, TOPIC}:
            section = node.parent is None
            why = "Đề mục lớn." if section else "Mục tiêu, nội dung có việc được giao ở dưới."
            self.model.of[id(node)] = Decision(HEADING if section else OBJECTIVE, why)

    def _decide(self, node: Node, above: _Above) -> tuple[Decision, _Above]:
        line = node.line
        if apart := _apart(node):
            return apart, above
        if self._has_labels(node) and above.topic not in NO_DUTY:
            return Decision(TASK, "Nội dung có nhãn cơ quan, thời gian kèm theo."), above
        if above.topic in NO_DUTY and not self._given_all_the_same(node, above):
            why = _WHY_NOT[above.topic].format(title=above.title[:60])
            return Decision(OTHER, f"{why[:1].upper()}{why[1:]}."), above
        if line.opening is not None:
            found = self._opened(node, line.opening, above)
            if found:
                return found
        if node.parent is not None and self.model.role(node.parent) in (TASK, MORE):
            return Decision(MORE, "Chi tiết của việc ở dòng trên."), above
        if self._beside_labelled(node):
            return Decision(TASK, "Cùng cấp với các việc có nhãn cơ quan, thời gian."), above
        if above.agency is not None:
            return self._under_agency(node, above)
        return self._without_agency(node, above)

    def _given_all_the_same(self, node: Node, above: _Above) -> bool:
        """Under money and reports an agency may still be told in so many words to do something."""
        opening = node.line.opening
        if above.agency is not None and above.topic == node.line.topic:
            return False
        return (
            above.topic in (MONEY, REPORT)
            and opening is not None
            and opening.assigned
            and (opening.how != ALONE or bool(node.children))
            and node.line.ends in (".", ":")
        )

    def _beside_labelled(self, node: Node) -> bool:
        """Whether lines beside it are duties with labels, and nothing below it is."""
        if node.key == NONE or node.parent is None or node.line.topic in NO_DUTY:
            return False
        labelled = any(self._has_labels(one) for one in node.parent.children)
        return labelled and not any(self._has_labels(one) for one in node.all)

    def _has_labels(self, node: Node) -> bool:
        """Whether labels name its agency; labels of time alone only add to what is decided otherwise."""
        return any(run.names_agency for run in self.model.runs.get(id(node), ()))

    def _opened(self, node: Node, opening: Opening, above: _Above) -> tuple[Decision, _Above] | None:
        """A line that begins with agencies: by its level, or by words that say for certain who has to do it."""
        level = self.levels.get(node.level, 0.0) > 0
        has_more = bool(node.children)
        if opening.how == ALONE and has_more and _stands_over_agencies(node):
            return None
        if opening.how == ALONE and not has_more:
            if above.agency is None:
                return Decision(OTHER, f"Chỉ nêu tên “{opening.who[:60]}”, không có việc ở dưới."), above
            return None
        if not level and not opening.assigned and opening.how == VERB:
            return None if above.agency else self._doubtful(node, opening, above)
        why = _OPENED[opening.how].format(who=opening.who[:80])
        doubt = ""
        if above.agency is not None and above.agency.parent is not node.parent and not opening.assigned:
            doubt = (
                f"Dòng mở đầu bằng “{opening.who[:80]}” nhưng đứng dưới mục của “{above.who[:80]}”. "
                "Chọn cơ quan phải thực hiện."
            )
        return (
            Decision(AGENCY, why, opening.who, node, doubt),
            _Above(above.topic, above.title, node, opening.who),
        )

    def _doubtful(self, node: Node, opening: Opening, above: _Above) -> tuple[Decision, _Above]:
        why = f"Có nêu “{opening.who[:60]}” nhưng không rõ có phải là giao việc không."
        return Decision(OTHER, why, doubt=why if above.topic in (DUTY, CARRY) else ""), above

    def _under_agency(self, node: Node, above: _Above) -> tuple[Decision, _Above]:
        if is_topic(node):
            return Decision(TOPIC, f"Nhóm việc của “{above.who[:80]}”.", above.who, above.agency), above
        if _closes_section(node, above.agency):
            why = f"Đoạn cuối mục, sau các việc của “{above.who[:80]}”, không ghi số."
            return Decision(OTHER, why, doubt=f"{why} Thêm nếu là việc của cơ quan này."), above
        why = f"Việc ghi dưới tên “{above.who[:80]}”."
        return Decision(TASK, why, above.who, above.agency, inferred=True), above

    def _without_agency(self, node: Node, above: _Above) -> tuple[Decision, _Above]:
        level = self.levels.get(node.level, 0.0) > 0
        if level and self._looks_like_an_agency(node):
            who = node.line.text.rstrip(" :.")
            why = f"Cùng cấp với các dòng nêu tên cơ quan nên hiểu “{who[:80]}” là cơ quan."
            doubt = f"“{who[:80]}” có phải là cơ quan không? Chọn cơ quan hoặc sửa lại."
            return Decision(AGENCY, why, who, node, doubt), _Above(above.topic, above.title, node, who)
        who, helping = self.inside(node.text) if not node.children else ("", "")
        if who:
            why = f"Câu có giao “{who[:80]}” thực hiện."
            return Decision(TASK, why, who, node, inferred=True, beside=helping), above
        if level and above.topic in (DUTY, CARRY, "") and node.line.verb and not node.children:
            why = "Cùng cấp với các dòng giao việc nhưng không nêu cơ quan."
            doubt = f"Không rõ ai phải làm: “{node.line.text[:60]}…”. Thêm cơ quan hoặc bỏ dòng."
            return Decision(OTHER, why, doubt=doubt), above
        return Decision(OTHER, "Không nêu cơ quan nào phải làm."), above

    @staticmethod
    def _looks_like_an_agency(node: Node) -> bool:
        line = node.line
        return (
            line.title
            and not line.verb
            and not line.topic
            and bool(node.children)
            and line.text[:1].isupper()
            and ":" not in line.text.rstrip(" :")
            and len(line.text.split()) <= LONGEST_NAME
            and node.key not in (NONE, BULLET)
            and not _stands_over_agencies(node)
        )


_OPENED = {
    ALONE: "Tên cơ quan đứng riêng, việc ghi ở dưới: “{who}”.",
    COLON: "Tên cơ quan đứng trước dấu hai chấm: “{who}”.",
    VERB: "Câu mở đầu bằng tên cơ quan phải làm: “{who}”.",
}


def _apart(node: Node) -> Decision | None:
    """What a line is that assigns nothing by its own words; None where the lines around it decide."""
    if node.line.closing:
        return Decision(CLOSING, "Câu kết, câu dẫn về tổ chức thực hiện.")
    if _asks_everybody(node):
        return Decision(CLOSING, "Lời yêu cầu chung với mọi cơ quan, không phải một việc được giao.")
    if _PERSON.search(node.line.text):
        return Decision(OTHER, "Giao cho cá nhân, không phải cơ quan.")
    return None


def _asks_everybody(node: Node) -> bool:
    """Whether a line without a number only asks all agencies together to carry the plan out, or to report."""
    opening = node.line.opening
    if node.key != NONE or node.children or opening is None or not _SEVERAL.match(opening.who):
        return False
    return node.line.text.lower().startswith(("yêu cầu", "đề nghị")) or bool(_GENERAL.match(opening.rest))


def _stands_over_agencies(node: Node) -> bool:
    """Whether most of what stands below names agencies of its own: "Các cơ quan:" heads them."""
    opened = sum(child.line.opening is not None for child in node.children)
    return opened * 2 > len(node.children)


def _closes_section(node: Node, agency: Node | None) -> bool:
    """Whether a line without a sign ends the section, behind duties of its last agency that all have one."""
    if agency is None or agency.parent is None or node.key != NONE or node.parent is not agency:
        return False
    before = agency.children[:-1]
    last = agency.children[-1] is node and agency.parent.children[-1] is agency
    return last and bool(before) and all(one.key != NONE for one in before)


def is_topic(node: Node) -> bool:
    """Whether a line only heads the duties below it: short, no sentence, and more than a list of things below."""
    line = node.line
    if not node.children or line.ends == "." or len(line.text.split()) > LONGEST_TOPIC:
        return False
    if line.ends == "" and not (line.bold or node.key == HEAD or _begin_with_verbs(node.children)):
        return False
    return _begin_with_verbs(node.children)


def _begin_with_verbs(nodes: Iterable[Node]) -> bool:
    """Whether most of the lines say what is to be done."""
    said = [node.line.verb or node.line.opening is not None for node in nodes]
    return sum(said) * 2 > len(said)
