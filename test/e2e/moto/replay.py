"""Sends recorded requests to an AWS API, in order. Ids that the recording made up become those that the API answers."""

import json
import re
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

# Where an answer holds what others refer to the new resource by, and which of the recording's values it takes the place of.
ANSWERS = {
    "AllocateAddress": [("AllocationId", "id")],
    "CreateInternetGateway": [("InternetGateway.InternetGatewayId", "id")],
    "CreateKey": [("KeyMetadata.KeyId", "id"), ("KeyMetadata.Arn", "arn")],
    "CreateLaunchTemplate": [("LaunchTemplate.LaunchTemplateId", "id")],
    "CreateNatGateway": [("NatGateway.NatGatewayId", "id")],
    "CreateOpenIDConnectProvider": [("OpenIDConnectProviderArn", "arn")],
    "CreateQueue": [("QueueUrl", "id")],
    "CreateRole": [("Role.Arn", "arn")],
    "CreateRouteTable": [("RouteTable.RouteTableId", "id")],
    "CreateSecurityGroup": [("GroupId", "id")],
    "CreateSubnet": [("Subnet.SubnetId", "id")],
    "CreateVpc": [("Vpc.VpcId", "id")],
    "CreateVpcEndpoint": [("VpcEndpoint.VpcEndpointId", "id")],
}

# Sent with one attribute at a time.
ONE_BY_ONE = {"ModifyVpcAttribute": "VpcId", "ModifySubnetAttribute": "SubnetId"}


class Replay:
    def __init__(self, endpoint, region):
        self.clients = {}
        self.options = {
            "endpoint_url": endpoint,
            "region_name": region,
            "aws_access_key_id": "none",
            "aws_secret_access_key": "none",
            "config": Config(retries={"max_attempts": 0}, proxies={}),
        }
        self.known = {}

    def client(self, service):
        if service not in self.clients:
            self.clients[service] = boto3.client(service, **self.options)
        return self.clients[service]

    def actual(self, value):
        if isinstance(value, dict):
            return {key: self.actual(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.actual(item) for item in value]
        if not isinstance(value, str):
            return value
        if value in self.known:
            return self.known[value]
        # ARNs also stand within policies.
        for made_up, real in self.known.items():
            if made_up.startswith("arn:"):
                value = re.sub(re.escape(made_up) + r"(?![\w-])", real, value)
        return value

    def send(self, resource, service, operation, params):
        params = self.actual(params)
        if operation == "CreateTags":
            # The group that a VPC is born with.
            groups = self.client("ec2").describe_security_groups(
                Filters=[{"Name": "vpc-id", "Values": [self.actual(resource["vpcId"])]}]
            )
            params["Resources"] = [groups["SecurityGroups"][0]["GroupId"]]
        if service == "sqs":
            params["Attributes"] = {key: text(value) for key, value in params.get("Attributes", {}).items()}
        method = getattr(self.client(service), xform_name(operation))
        subject = ONE_BY_ONE.get(operation)
        if subject is None:
            answer = method(**params)
        for name in [key for key in params if key != subject] if subject else []:
            answer = method(**{subject: params[subject], name: params[name]})
        for path, known_by in ANSWERS.get(operation, []):
            found = answer
            for key in path.split("."):
                found = found[key]
            if resource.get(known_by):
                self.known[resource[known_by]] = found


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def main():
    given = json.load(sys.stdin)
    replay = Replay(given["endpoint"], given["region"])
    results = []
    for resource in given["resources"]:
        for call in resource["calls"]:
            problem = None
            try:
                replay.send(resource, call["service"], call["operation"], call["params"])
            except (BotoCoreError, ClientError, ResponseParserError) as error:
                problem = f"{type(error).__name__}: {error}"
            results.append({"resource": resource["urn"], **call, "params": None, "problem": problem})
    looks = []
    for look in given["looks"]:
        method = getattr(replay.client(look["service"]), xform_name(look["operation"]))
        answer = method(**replay.actual(look["params"]))
        answer.pop("ResponseMetadata", None)
        looks.append(answer)
    json.dump({"results": results, "looks": looks}, sys.stdout, default=str)


main()
