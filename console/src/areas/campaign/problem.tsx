import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";

interface ProblemProps {
  readonly error: unknown;
  readonly title: string;
  readonly close: () => void;
}

/** Why an action that asks nothing did not go through. */
export function Problem({ error, title, close }: ProblemProps) {
  return (
    <Dialog isOpen={error !== null} close={close} title={title}>
      <ErrorNote error={error} />
    </Dialog>
  );
}
