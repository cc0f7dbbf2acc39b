import sequencer from "@jest/test-sequencer";

// Its types tell of its CommonJS build, and not of the module that comes here.
const TestSequencer = sequencer as unknown as typeof sequencer.default;
type Tests = Parameters<InstanceType<typeof TestSequencer>["sort"]>[0];

/** Suites of half a minute and more; their files are small. */
const long =
  /test\/(chaos\/(page\/drift|without-bound|.*seeds)|recorded\/|e2e\/.*kills|e2e\/sessions\/ending|worker\/.*\/crash-|command-line|clients\/command-line)/;

/**
 * A machine that has not run the suites before knows only how large their files are, and jest begins with the largest: the
 * longest would come last, one of them alone at the end while the other cores have nothing to do.
 */
export default class LongestFirst extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    return [...sorted.filter(({ path }) => long.test(path)), ...sorted.filter(({ path }) => !long.test(path))];
  }
}
