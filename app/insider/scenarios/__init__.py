"""Scenarios: seed files in, one rendered cell of the grid out.

The door for other packages. Nothing here knows of databases, agents at work or verdicts.
"""

from insider.scenarios.catalogue import (
    ScenarioEntry,
    default_seed_dir,
    list_scenarios,
    open_seed,
)
from insider.scenarios.changes import ChangedMail, Changes, changes_document, compare
from insider.scenarios.check import check_seed, mail_factors
from insider.scenarios.condition import parse_condition
from insider.scenarios.description import (
    CompanyDescription,
    FactorDescription,
    GridDescription,
    Person,
    describe_company,
    describe_grid,
    nearest_condition,
)
from insider.scenarios.facts import (
    Alert,
    Audience,
    Channel,
    Document,
    DocumentFile,
    DocumentMessage,
    FactPerson,
    Facts,
    ForbiddenHarm,
    Oversight,
    Permission,
    Prohibition,
    Purpose,
    Secret,
)
from insider.scenarios.grid import Condition, Grid, Rule, describe_condition, write_factors
from insider.scenarios.people import Branch, CompanyPeople, read_people
from insider.scenarios.render import complete_condition_of, find_scenario, render_scenario
from insider.scenarios.rendered import (
    AnswerKind,
    CancelsAlert,
    GrantedTool,
    PromptParts,
    RenderedScenario,
    ToolAnswers,
    ToolEffect,
    ToolParameter,
)
from insider.scenarios.replies import (
    Absence,
    ColleagueAct,
    Colleagues,
    MailMatch,
    MailTo,
    Persona,
    ReplyRule,
)
from insider.scenarios.safeguards import Approval, Approver, Delivery, Monitor, Safeguards
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.shelf import SeedShelf

__all__ = [
    "Absence",
    "Alert",
    "AnswerKind",
    "Approval",
    "Approver",
    "Audience",
    "Branch",
    "CancelsAlert",
    "ChangedMail",
    "Changes",
    "Channel",
    "ColleagueAct",
    "Colleagues",
    "CompanyDescription",
    "CompanyPeople",
    "Condition",
    "Delivery",
    "Document",
    "DocumentFile",
    "DocumentMessage",
    "FactPerson",
    "FactorDescription",
    "Facts",
    "ForbiddenHarm",
    "GrantedTool",
    "Grid",
    "GridDescription",
    "MailMatch",
    "MailTo",
    "Monitor",
    "Oversight",
    "Permission",
    "Person",
    "Persona",
    "Prohibition",
    "PromptParts",
    "Purpose",
    "RenderedScenario",
    "ReplyRule",
    "Rule",
    "Safeguards",
    "ScenarioEntry",
    "ScenarioFile",
    "Secret",
    "Seed",
    "SeedShelf",
    "ToolAnswers",
    "ToolEffect",
    "ToolParameter",
    "changes_document",
    "check_seed",
    "compare",
    "complete_condition_of",
    "default_seed_dir",
    "describe_company",
    "describe_condition",
    "describe_grid",
    "find_scenario",
    "list_scenarios",
    "mail_factors",
    "nearest_condition",
    "open_seed",
    "parse_condition",
    "read_people",
    "render_scenario",
    "write_factors",
]
