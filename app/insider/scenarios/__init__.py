"""Scenarios: seed files in, one rendered cell of the grid out.

The door for other packages. Nothing here knows of databases, agents at work or verdicts.
"""

from insider.scenarios.catalogue import ScenarioEntry, list_scenarios
from insider.scenarios.changes import ChangedMail, Changes, changes_document, compare
from insider.scenarios.checks import (
    KINDS,
    CheckedSeed,
    Kind,
    Severity,
    check_folder,
    check_seed,
    severity_of,
)
from insider.scenarios.condition import parse_condition
from insider.scenarios.days import (
    sessions_document,
    write_day,
    write_other_day,
    write_sessions,
    write_time,
)
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
    MustTell,
    Oversight,
    Permission,
    Prohibition,
    Purpose,
    Secret,
)
from insider.scenarios.grid import Condition, Grid, Rule, describe_condition, write_factors
from insider.scenarios.manifest import Manifest, PackStamp, describe_pack
from insider.scenarios.opening import open_seed
from insider.scenarios.people import Branch, CompanyPeople, read_people
from insider.scenarios.places import default_seed_dir, is_pack
from insider.scenarios.presence import mail_factors
from insider.scenarios.render import complete_condition_of, find_scenario, render_scenario
from insider.scenarios.rendered import (
    ActionBlock,
    AnswerKind,
    CancelsAlert,
    ClassicForm,
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
from insider.scenarios.sessions import SessionPlan, other_tasks
from insider.scenarios.shelf import SeedShelf

__all__ = [
    "KINDS",
    "Absence",
    "ActionBlock",
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
    "CheckedSeed",
    "ClassicForm",
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
    "Kind",
    "MailMatch",
    "MailTo",
    "Manifest",
    "Monitor",
    "MustTell",
    "Oversight",
    "PackStamp",
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
    "SessionPlan",
    "Severity",
    "ToolAnswers",
    "ToolEffect",
    "ToolParameter",
    "changes_document",
    "check_folder",
    "check_seed",
    "compare",
    "complete_condition_of",
    "default_seed_dir",
    "describe_company",
    "describe_condition",
    "describe_grid",
    "describe_pack",
    "find_scenario",
    "is_pack",
    "list_scenarios",
    "mail_factors",
    "nearest_condition",
    "open_seed",
    "other_tasks",
    "parse_condition",
    "read_people",
    "render_scenario",
    "sessions_document",
    "severity_of",
    "write_day",
    "write_factors",
    "write_other_day",
    "write_sessions",
    "write_time",
]
