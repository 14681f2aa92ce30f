"""A plan in running text: one model decides every line of it at once, with its reason.

A line is read for what it shows (`lines`: its sign, labels, the agency it opens with), lines become a tree by their
signs (`outline`), and what the levels of the tree hold decides what each level is (`model`): heading, objective,
agency, duty, label, or nothing to do. `rows` makes groups, tasks and proposals of it. `passages` is the same text as
who is spoken of and what is said, for the head, the targets and the reporting rules.
"""

from plans.intake.prose.passages import NUMBERED, Passage, passages, subject_of

__all__ = ["NUMBERED", "Passage", "passages", "subject_of"]
