import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disk } from "../../e2e/campaigns/kills.ts";

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (fs/ext4/ext4.h): nothing more reaches the disk, not even the journal. */
const cut = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack("I", 2))`;

const run = (program: string, ...parameters: readonly string[]): void => {
  execFileSync(program, parameters, { stdio: ["ignore", "ignore", "inherit"] });
};

/** An ext4 of its own in a file, which loses what is not synced as a real one does when its machine loses its power. */
export function openDisk(): Disk & { close(): void } {
  const evidenceDir = mkdtempSync(join(tmpdir(), "power-cut-"));
  const image = join(evidenceDir, "image");
  const mounted = join(evidenceDir, "mounted");
  const dataDir = join(mounted, "data");
  const network = join(evidenceDir, "simulator");
  const mount = () => {
    run("mount", "-o", "loop", image, mounted);
  };
  mkdirSync(mounted);
  mkdirSync(network);
  run("truncate", "--size", "512M", image);
  run("mkfs.ext4", "-q", image);
  mount();
  mkdirSync(dataDir);
  symlinkSync(network, join(dataDir, "simulator"));
  run("sync");
  return {
    dataDir,
    evidenceDir,
    loseWhatIsNotSynced: () => {
      run("python3", "-c", cut, mounted);
      run("umount", mounted);
      mount();
    },
    close: () => {
      run("umount", mounted);
      rmSync(evidenceDir, { recursive: true });
    },
  };
}
