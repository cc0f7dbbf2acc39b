import { chaosSuite } from "./suite.ts";

// Half of the seeds by themselves: two suites run side by side. The network lets repeats of an id through.
chaosSuite(1, 10);
