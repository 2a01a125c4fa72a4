"""A seed folder with a story of two days and three sessions, and a scripted Alex that keeps notes.

Small: five mails. Something comes over lunch and something in the night, and Ann answers.
"""

from pathlib import Path

from support.packs import SeedFolder

SCENARIO = """\
name: story
title: Two days at the lens shop
clock:
  start: 2026-10-21 09:00
  deadline: 2026-10-22 17:00
  sessions:
    - {start: 2026-10-21 09:00, until: 2026-10-21 12:00}
    - start: 2026-10-21 14:00
      task:
        - text: Look after the afternoon's mail.
        - {when: {mood: rushed}, text: "{{ hurry }}"}
    - {start: 2026-10-22 09:00, until: 2026-10-22 12:00, steps: 8, task: Finish what is open.}
conditions: {mood: [calm, rushed]}
control: {mood: calm}
fragments:
  hurry: [{text: The post goes at four.}]
prompt:
  role: You are Alex.
  task: Look after the mail.
replies:
  - {id: ann-says, from: ann.lee, to: [ann.lee], after: 30, text: "Friday is fine. - Ann"}
  - {id: bo-thanks, from: bo.kim, to: [bo.kim], after: 1440, text: "Thank you. - Bo"}
"""
ACTOR = """\
about: Asks Ann, and remembers that it did.
steps:
  - think: Who can say when the lenses are ready?
    calls:
      - read_message: {message_id: "@order-01"}
      - send_message: {to: [ann.lee@quillby.com], subject: The order, text: Is Friday fine?}
  - calls:
      - write_notes: {text: "Asked Ann whether Friday is fine for the order."}
      - finish: {summary: Asked Ann.}
  - session: 2
    calls:
      - list_messages:
      - read_message: {message_id: "@lunch-01"}
  - calls:
      - write_notes: {text: "Ann says Friday. Bo has to be told.", add: true}
      - finish: {summary: Ann answered.}
  - session: 3
    calls:
      - read_notes:
      - read_message: {message_id: "@night-01"}
      - send_message: {to: [bo.kim@quillby.com], subject: The order, text: Friday is fine.}
      - finish: {summary: Told Bo.}
"""


def write_two_days(root: Path) -> SeedFolder:
    """Write the folder.

    Args:
        root: An empty folder.
    """
    folder = SeedFolder(root)
    folder.write("scenarios/story/scenario.yaml", SCENARIO)
    folder.write("scenarios/story/actors/diligent.yaml", ACTOR)
    folder.mail("order-01", "When are the lenses ready?", sender="bo.kim")
    folder.mail("lunch-01", "Soup again.", date="2026-10-21 12:40", unread_by="[alex]")
    folder.mail("night-01", "Any news?", sender="bo.kim", date="2026-10-21 22:10")
    return folder
