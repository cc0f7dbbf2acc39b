import { askProgram, awsIn, Refused, type Env } from "./ask.ts";
import { ok, problem, unasked, type Finding } from "./finding.ts";

/** Who asks: without an account nothing else can be asked. */
export interface SignIn {
  readonly finding: Finding;
  readonly account?: string;
}

const installing = "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";
const about = "credentials";

/** Errors of a region that is not switched on, which look like those of wrong credentials. */
const unknownThere = ["InvalidClientTokenId", "UnrecognizedClientException", "OptInRequired", "AuthFailure"];

export async function signInTo(region: string | undefined, env: Env): Promise<SignIn> {
  try {
    await askProgram("aws", ["--version"], env);
    if (region === undefined) return { finding: noRegion };
    const { Account, Arn } = await callerIn(region, env);
    return { finding: ok(about, Arn), account: Account };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { finding: await findingOf(error, region ?? "", env) };
  }
}

const noRegion = problem(
  "region",
  "none is set",
  "the region of the deployment",
  "export AWS_REGION=..., or aws configure set region ...; the CDK would take us-east-1",
);

const callerIn = async (region: string, env: Env) =>
  (await awsIn(region, env)("sts", "get-caller-identity")) as { readonly Account: string; readonly Arn: string };

async function findingOf({ code, message }: Refused, region: string, env: Env): Promise<Finding> {
  const came = `${code}: ${message}`;
  if (code === "NotInstalled") return problem("AWS CLI", message, "the program aws", `install it: ${installing}`);
  if (code === "NoCredentials")
    return problem(about, came, "those of the account", "aws configure sso, or aws configure");
  if (code.includes("Expired"))
    return problem(about, came, "some that hold", "sign in again: aws sso login, or take new ones");
  if (code === "Unreachable" || code === "NoAnswer")
    return unasked(about, came, "is there a network, or a proxy before it?");
  if (unknownThere.includes(code) && region !== "us-east-1" && (await holdElsewhere(env))) {
    const todo = `aws account enable-region --region-name ${region}, which takes some minutes`;
    return problem("region", `${region} is not switched on for this account`, "one that is", todo);
  }
  return problem(about, came, "those of the account", "aws configure list shows where they come from");
}

const holdElsewhere = (env: Env): Promise<boolean> =>
  callerIn("us-east-1", env).then(
    () => true,
    () => false,
  );
