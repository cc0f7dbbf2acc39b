"""Keeps schemathesis from the ground that it stands on, and its requests on this machine."""

import itertools
import json
import os

import schemathesis

# What the feed has made, see feed.ts.
GROUND = json.loads(os.environ["JUDGE_GROUND"])
# Ids that have to stay, each with one that may go in its place.
SPARES = GROUND["spares"]
# Nothing listens there: a delivery fails at once.
NOWHERE = "http://127.0.0.1:1/webhook"

numbers = itertools.count(1)
# Each session that was made, with the one whose name it has.
MADE = {}


def with_spares(values, names):
    """The same values, but in these places a spare one for each that has to stay."""
    return {
        name: SPARES.get(value, value) if name in names and isinstance(value, str) else value
        for name, value in (values or {}).items()
    }


def fresh(value):
    return f"{value}-{next(numbers)}"


def change_path(case):
    session = (case.path_parameters or {}).get("sessionId")
    made_for = MADE.get(session) if isinstance(session, str) else None
    if case.method.upper() == "DELETE" and case.path.endswith("/sessions/{sessionId}"):
        if made_for is None:
            case.path_parameters = with_spares(case.path_parameters, {"sessionId"})
            case.query = with_spares(case.query, {"confirm"})
        elif (case.query or {}).get("confirm") == made_for:
            case.query = {**case.query, "confirm": session}
        return
    # Sessions that requests have made are not linked, and answer little else than that.
    if made_for is not None:
        case.path_parameters = {**case.path_parameters, "sessionId": made_for}
    if case.path.endswith("/pairing-code"):
        session = (case.path_parameters or {}).get("sessionId")
        if isinstance(session, str) and session in SPARES:
            case.path_parameters = {**case.path_parameters, "sessionId": GROUND["unlinked"]}
    elif case.method.upper() == "DELETE":
        # The last of them is what goes.
        last = {name for name in case.path_parameters or {} if case.path.endswith(f"{{{name}}}")}
        case.path_parameters = with_spares(case.path_parameters, last)
    elif case.method.upper() == "POST" and "/campaigns/{campaignId}/" in case.path:
        # A campaign that waits for its moment can be changed; one that runs can be paused, resumed and stopped.
        if (case.path_parameters or {}).get("campaignId") == GROUND["scheduled"]:
            case.path_parameters = {**case.path_parameters, "campaignId": GROUND["running"]}


def change_headers(case):
    # One key with two bodies is refused, and then the body is not looked at.
    if case.headers.get("Idempotency-Key") == GROUND["idempotencyKey"]:
        case.headers["Idempotency-Key"] = fresh(GROUND["idempotencyKey"])
    if case.path.endswith("/logout") and case.headers.get("user-id") in SPARES:
        case.headers["user-id"] = SPARES[case.headers["user-id"]]


def change_body(case):
    body = case.body
    # Who goes is said once.
    if case.method.upper() == "DELETE" and case.path.endswith("/contacts") and ("numbers" in body or "all" in body):
        case.query = {name: value for name, value in (case.query or {}).items() if name != "numbers"}
    # Sessions are made once.
    if isinstance(body.get("sessionId"), str) and body["sessionId"] in SPARES:
        made = fresh(body["sessionId"])
        MADE[made] = body["sessionId"]
        body["sessionId"] = made
    if str(body.get("url", "")).startswith("https://"):
        body["url"] = NOWHERE
    # Every message would wait until its request is late.
    if case.path.endswith("/operations/sending") and body.get("halted") is True:
        body["halted"] = False
    # The examples name one list, which less itself is empty.
    if body.get("listIds") is not None and body.get("listIds") == body.get("excludeListIds"):
        del body["excludeListIds"]


@schemathesis.hook
def before_call(context, case, kwargs):
    change_path(case)
    change_headers(case)
    # No text that is written into a document is a cursor.
    if (case.query or {}).get("cursor") == GROUND["cursor"]:
        case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    if isinstance(case.body, dict):
        change_body(case)
