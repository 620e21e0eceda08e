"""Rules of items, pure: definitions, holdings, facts and the date are passed in.

Public: what is named here.
"""

from .answers import Answers, known_answers, read_answers, unknown_scenario
from .definition import Definition, Material, Question
from .grammar import Condition, NotACondition, parse
from .identity import age_on, birth_date, facts_of_identity
from .limits import Term, base_term, term_of
from .opens import Open
from .parties import Holding, Party
from .requirements import Line, RequirementList, StopSign, requirements
from .words import condition_words

__all__ = [
    "Answers",
    "Condition",
    "Definition",
    "Holding",
    "Line",
    "Material",
    "NotACondition",
    "Open",
    "Party",
    "Question",
    "RequirementList",
    "StopSign",
    "Term",
    "age_on",
    "base_term",
    "birth_date",
    "condition_words",
    "facts_of_identity",
    "known_answers",
    "parse",
    "read_answers",
    "requirements",
    "term_of",
    "unknown_scenario",
]
