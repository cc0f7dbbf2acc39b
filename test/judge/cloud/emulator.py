"""Starts ministack for the judge `cloud`: DynamoDB Local beneath, each denial written down, and its faults worked round.

Everything here is code of the emulator that is replaced while it runs. Each replacement says why it is needed; the list may
only shrink. Settings come from the environment as ministack reads them, and two of our own:
  JUDGE_DYNAMODB    host:port of DynamoDB Local
  JUDGE_DENIALS     the file that gets a line of JSON for each call that IAM denied
"""

import asyncio
import http.client
import json
import os
import secrets
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.services import dynamodb, lambda_svc, sts
from ministack.services.cloudformation import provisioners

# --- Each denial is written down -------------------------------------------------------------------------------------------

enforce = iam_evaluator.enforce
writing = threading.Lock()


# Its IAM knows batches by names of their own; AWS asks for the right to the single message.
# Source: SQS developer guide, "Amazon SQS API permissions: actions and resource reference".
single = {f"sqs:{name}Batch": f"sqs:{name}" for name in ("SendMessage", "DeleteMessage", "ChangeMessageVisibility")}


def enforced(access_key, action, service, region, resource_arn="*", service_context=None):
    action = single.get(action, action)
    denied = enforce(access_key, action, service, region, resource_arn=resource_arn, service_context=service_context)
    if denied is not None:
        who = getattr(denied, "principal_arn", "") or access_key
        said = {"who": who, "action": action, "resource": resource_arn, "why": getattr(denied, "code", "") or denied.decision}
        with writing, open(os.environ["JUDGE_DENIALS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
    return denied


iam_evaluator.enforce = enforced

# --- DynamoDB Local beneath ------------------------------------------------------------------------------------------------
# IAM is checked before this handler. What touches items goes on to DynamoDB Local, tables stay known here for CloudFormation.

own_tables = dynamodb.handle_request
items = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem"}
threads = ThreadPoolExecutor(32)
connections = threading.local()


def ask_local(headers, body):
    sent = {name: headers[name] for name in ("x-amz-target", "content-type", "authorization", "x-amz-date") if name in headers}
    for attempt in (1, 2):
        connection = getattr(connections, "one", None)
        if connection is None:
            connection = connections.one = http.client.HTTPConnection(os.environ["JUDGE_DYNAMODB"], timeout=30)
        try:
            connection.request("POST", "/", body=body, headers=sent)
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower().startswith(("x-amz", "content-type"))}
            return answer.status, kept, answer.read()
        except (http.client.HTTPException, OSError):
            # A connection that lay idle may be closed by now.
            connection.close()
            connections.one = None
            if attempt == 2:
                raise


async def on_local(method, path, headers, body, query):
    action = headers.get("x-amz-target", "").split(".")[-1]
    if action not in items:
        return await own_tables(method, path, headers, body, query)
    return await asyncio.get_running_loop().run_in_executor(threads, ask_local, headers, body)


dynamodb.handle_request = on_local

# --- What Lambdas write is written here, too -------------------------------------------------------------------------------

keep_log = lambda_svc._emit_lambda_logs


def keep_and_print(func, request_id, log_text, *more, **named):
    if log_text:
        print(log_text, flush=True)
    return keep_log(func, request_id, log_text, *more, **named)


lambda_svc._emit_lambda_logs = keep_and_print

# --- Credentials of a task -------------------------------------------------------------------------------------------------
# Fargate gives each task those of its role at an address of its own. Without Docker no task is started here, nor its address.

serve = app.app


async def serve_tasks(scope, receive, send):
    if scope["type"] != "http" or scope["path"] != "/_judge/task-credentials":
        await serve(scope, receive, send)
        return
    role = urllib.parse.parse_qs(scope["query_string"].decode())["role"][0]
    given = {"AccessKeyId": "ASIA" + secrets.token_hex(8).upper(), "SecretAccessKey": secrets.token_hex(20), "Token": secrets.token_hex(32)}
    account, name = role.split(":")[4], role.rsplit("/", 1)[-1]
    session = {"Arn": f"arn:aws:sts::{account}:assumed-role/{name}/task", "UserId": f"{name}:task"}
    sts.register_session(given["AccessKeyId"], {**session, "SecretAccessKey": given["SecretAccessKey"], "SessionToken": given["Token"]})
    body = json.dumps({**given, "RoleArn": role, "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


app.app = serve_tasks

# --- Faults of ministack, worked round -------------------------------------------------------------------------------------

# It listens without TLS here, and the policies of the buckets refuse requests without. What came over loopback counts as TLS.
pin_request_origin = app.pin_request_origin
app.pin_request_origin = lambda source_ip, _is_secure: pin_request_origin(source_ip, True)

# `Ref` of a secret is its ARN on AWS, here its name: the Lambdas' policies would then speak of no resource.
# Source: CloudFormation user guide, AWS::SecretsManager::Secret, return values.
secret = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
create_secret = secret["create"]


def create_secret_by_arn(logical_id, props, stack_name):
    _name, attributes = create_secret(logical_id, props, stack_name)
    return attributes["Arn"], attributes


secret["create"] = create_secret_by_arn

# IAM sees a cluster where AWS sees the service, and the default group where a schedule names another.
# Source: service authorization reference, resource types of Amazon ECS and of EventBridge Scheduler.
extract_resource_arn = iam_actions.extract_resource_arn


def resource_as_on_aws(service, method, path, headers, body, query_params, region, account_id):
    asked = json.loads(body or b"{}") if service in ("ecs", "scheduler") else {}
    if service == "ecs" and asked.get("cluster"):
        named = asked.get("service") or next(iter(asked.get("services", [])), None)
        if named:
            name = named.rsplit("/", 1)[-1]
            return f"arn:aws:ecs:{region}:{account_id}:service/{asked['cluster'].rsplit('/', 1)[-1]}/{name}"
    if service == "scheduler" and path.startswith("/schedules/"):
        group = asked.get("GroupName") or query_params.get("groupName", ["default"])[0]
        return f"arn:aws:scheduler:{region}:{account_id}:schedule/{group}/{path.split('/')[2]}"
    return extract_resource_arn(service, method, path, headers, body, query_params, region, account_id)


iam_actions.extract_resource_arn = resource_as_on_aws

# A route without parameters has no `pathParameters` in its event, here it has null.
# Source: API Gateway developer guide, payload format 2.0.
execute = lambda_svc._execute_function_with_config_scope


def execute_as_aws(record, event, *more, **named):
    if isinstance(event, dict) and event.get("version") == "2.0" and event.get("pathParameters") is None:
        event.pop("pathParameters", None)
    return execute(record, event, *more, **named)


lambda_svc._execute_function_with_config_scope = execute_as_aws

app.main()
