import { chaosSuite } from "./suite.ts";

// Half of the seeds by themselves: two suites run side by side. The network drops repeats of an id, as WhatsApp does.
chaosSuite(0, 10);
