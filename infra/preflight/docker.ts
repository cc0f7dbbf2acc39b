import { askProgram, Refused, type Env } from "./ask.ts";
import { ok, problem, type Finding } from "./finding.ts";

const about = "Docker, linux/arm64";
const wanted = "docker with buildx that builds linux/arm64";
const elsewhere = "or push the image from elsewhere (docs/deploy.md) and deploy with -c workerImage=NAME:TAG";

/** Whether this machine can build the worker's image, as a deployment does. */
export async function dockerOn(env: Env): Promise<Finding> {
  try {
    const said = await askProgram("docker", ["buildx", "inspect"], env);
    const platforms = /^\s*Platforms:\s*(.*)$/m.exec(said)?.[1] ?? "";
    // A builder on ARM may name its variant, and a platform that was asked for bears a star.
    if (platforms.includes("linux/arm64")) return ok(about, `buildx builds ${platforms}`);
    const todo = `docker run --privileged --rm tonistiigi/binfmt --install arm64, ${elsewhere}`;
    return problem(about, `buildx builds ${platforms === "" ? "no platform that it names" : platforms}`, wanted, todo);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message } = error;
    if (code === "NotInstalled")
      return problem(about, message, wanted, `install it: https://docs.docker.com/engine/install, ${elsewhere}`);
    const isMissing = message.includes("buildx") && /unknown command|not a docker command/i.test(message);
    const todo = isMissing
      ? "install the plugin: https://github.com/docker/buildx"
      : "start Docker, and let this user reach it";
    return problem(about, message, wanted, `${todo}, ${elsewhere}`);
  }
}
