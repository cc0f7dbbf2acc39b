import { asked, foundOr, type Check } from "./check.ts";
import { ok, problem } from "./finding.ts";

/** What the region has. */

/** CloudFormation refuses a template whole that names a type which its region does not have. */
const types = asked(
  "resource types of the template",
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-type-schemas.html, with the schemas of the region",
  async ({ aws, plan, region }, about) => {
    const isKnown = async (type: string) => {
      const asks = aws("cloudformation", "describe-type", "--type", "RESOURCE", "--type-name", type);
      return (await foundOr(asks, "TypeNotFoundException")) !== undefined;
    };
    const [first = "", ...others] = plan.resourceTypes;
    // Alone, so that a person who may not ask is told after one question.
    const known = [await isKnown(first), ...(await Promise.all(others.map(isKnown)))];
    const missing = plan.resourceTypes.filter((_, at) => known[at] === false);
    if (missing.length === 0) return ok(about, `all ${known.length} are there`);
    const isBudget = missing.every((type) => type === "AWS::Budgets::Budget");
    const todo = isBudget
      ? "deploy with -c monthlyBudgetUsd=0, and make a budget by hand in AWS Budgets"
      : `take another region: AWS_REGION=ap-southeast-1 npm run preflight`;
    return problem(about, `${region} lacks ${missing.join(", ")}`, `all ${known.length}`, todo);
  },
);

const regionsOfFargate = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html";

/** No service says where it is; what AWS sells in a region stands in its price list, which is asked in us-east-1. */
const fargate = asked("Fargate on ARM", regionsOfFargate, async ({ aws, region }, about) => {
  const filter = (field: string, value: string) => `Type=TERM_MATCH,Field=${field},Value=${value}`;
  const filters = ["--filters", filter("regionCode", region), filter("cputype", "perCPU")];
  const asks = aws("pricing", "get-products", "--region", "us-east-1", "--service-code", "AmazonECS", ...filters);
  const { PriceList } = (await asks) as { readonly PriceList: readonly unknown[] };
  if (PriceList.some((product) => JSON.stringify(product).includes("Fargate-ARM-vCPU-Hours"))) {
    return ok(about, `AWS sells it in ${region}`);
  }
  return problem(about, `AWS sells none in ${region}`, "workers on ARM", `take another region: ${regionsOfFargate}`);
});

/** Regions in which Fargate is not in all zones, and the ids of the zones that have it. Source: the page above; us-east-1: reports. */
const zonesWithFargate: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
  "us-west-1": ["usw1-az1", "usw1-az3"],
  "ap-northeast-1": ["apne1-az1", "apne1-az2", "apne1-az4"],
  "cn-north-1": ["cnn1-az1", "cnn1-az2"],
};

interface Zone {
  readonly ZoneName: string;
  readonly ZoneId: string;
  readonly ZoneType?: string;
}

const zones = asked("zones of the workers", regionsOfFargate, async ({ aws, plan, region }, about) => {
  const { AvailabilityZones } = (await aws("ec2", "describe-availability-zones")) as {
    readonly AvailabilityZones: readonly Zone[];
  };
  const there = AvailabilityZones.filter(({ ZoneType = "availability-zone" }) => ZoneType === "availability-zone").sort(
    (one, other) => one.ZoneName.localeCompare(other.ZoneName),
  );
  const limited = zonesWithFargate[region];
  const hasFargate = ({ ZoneId }: Zone) => limited?.includes(ZoneId) ?? true;
  // As the network takes them where none are named.
  const names = plan.config.zones ?? there.slice(0, 2).map(({ ZoneName }) => ZoneName);
  const [taken, unknown] = [
    there.filter(({ ZoneName }) => names.includes(ZoneName)),
    names.filter((name) => !there.some(({ ZoneName }) => ZoneName === name)),
  ];
  const bad = [
    ...unknown,
    ...taken.filter((zone) => !hasFargate(zone)).map((zone) => `${zone.ZoneName} (${zone.ZoneId})`),
  ];
  if (bad.length === 0) return ok(about, taken.map((zone) => `${zone.ZoneName} (${zone.ZoneId})`).join(", "));
  const good = there.filter(hasFargate).map(({ ZoneName }) => ZoneName);
  const todo = `deploy with -c availabilityZones=${good.slice(0, 2).join(",")}`;
  return problem(about, bad.join(", "), `zones with Fargate: ${good.join(", ")}`, todo);
});

interface Route {
  readonly DestinationCidrBlock?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly NetworkInterfaceId?: string;
}
interface RouteTable {
  readonly Associations: readonly { readonly Main?: boolean; readonly SubnetId?: string }[];
  readonly Routes: readonly Route[];
}
interface Subnet {
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly AvailabilityZone: string;
  readonly AvailabilityZoneId: string;
}

const subnets = asked("subnets of the workers", "VPC console, Subnets", async ({ aws, plan, region }, about) => {
  const { vpcId = "", subnetIds = [] } = plan.config.vpc ?? {};
  const asks = aws("ec2", "describe-subnets", "--subnet-ids", ...subnetIds);
  const found = await foundOr<{ readonly Subnets: readonly Subnet[] }>(asks, "InvalidSubnetID.NotFound");
  const list = subnetIds.join(", ");
  if (found === undefined)
    return problem(about, `not all of ${list} are in ${region}`, "subnets of vpcId", "correct subnetIds");
  const elsewhere = found.Subnets.filter((subnet) => subnet.VpcId !== vpcId).map((subnet) => subnet.SubnetId);
  if (elsewhere.length > 0)
    return problem(about, `${elsewhere.join(", ")} of another VPC`, `subnets of ${vpcId}`, "correct subnetIds");
  const fit = zonesWithFargate[region];
  const without = found.Subnets.filter((subnet) => fit?.includes(subnet.AvailabilityZoneId) === false);
  if (without.length > 0) {
    const came = without.map((subnet) => `${subnet.SubnetId} in ${subnet.AvailabilityZoneId}, which has no Fargate`);
    return problem(about, came.join(", "), `subnets in ${fit?.join(", ") ?? region}`, "correct subnetIds");
  }
  const tables = aws("ec2", "describe-route-tables", "--filters", `Name=vpc-id,Values=${vpcId}`);
  const { RouteTables } = (await tables) as { readonly RouteTables: readonly RouteTable[] };
  const isPublic = plan.config.network === "public";
  const lost = subnetIds.filter((id) => !leadsOut(RouteTables, id, isPublic));
  if (lost.length === 0) return ok(about, `${list}, with a way out`);
  const wanted = isPublic
    ? "a route 0.0.0.0/0 to an internet gateway"
    : "a route 0.0.0.0/0 to a NAT gateway or the like";
  const todo = `add the route, name other subnets, or deploy with -c network=${isPublic ? "private" : "public"}`;
  return problem(about, `${lost.join(", ")} have none of that kind`, wanted, todo);
});

function leadsOut(tables: readonly RouteTable[], subnetId: string, isPublic: boolean): boolean {
  const own = tables.find(({ Associations }) => Associations.some((one) => one.SubnetId === subnetId));
  const { Routes = [] } = own ?? tables.find(({ Associations }) => Associations.some((one) => one.Main)) ?? {};
  const out = Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  if (out === undefined) return false;
  return isPublic === (out.GatewayId?.startsWith("igw-") ?? false);
}

export const ofRegion: readonly Check[] = [
  types,
  fargate,
  (asking) => (asking.plan.config.vpc === undefined ? zones : subnets)(asking),
];
