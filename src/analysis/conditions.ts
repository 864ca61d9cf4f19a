import { unwrap, type Node, type SourceCode } from './ast';
import { valueOf, variableOf } from './variables';

/** Conditions in variables, one made of the other; code that goes round in circles ends here. */
const MAX_STEPS = 10;

/** Whether a condition says something when it holds, or when it does not. */
export type Tells = (test: Node, holds: boolean) => boolean;

/**
 * Whether the outcome of a condition says something, given what its parts say: through `!`, `&&`,
 * `||`, `await` and variables that are written once. `says` judges any other part, and names; it may
 * ask about parts of that with `tells`.
 */
export function outcomeTells(
  sourceCode: SourceCode,
  test: Node,
  holds: boolean,
  says: (part: Node, holds: boolean, tells: Tells) => boolean,
  steps = MAX_STEPS,
): boolean {
  const inner = unwrap(test);
  if (steps <= 0) return false;
  const tells: Tells = (part, outcome) => outcomeTells(sourceCode, part, outcome, says, steps - 1);
  switch (inner.type) {
    case 'UnaryExpression':
      return inner.operator === '!' && tells(inner.argument, !holds);
    case 'LogicalExpression': {
      if (inner.operator === '??') return false;
      const sides = [inner.left, inner.right].map((side) => tells(side, holds));
      return (inner.operator === '&&') === holds ? sides.includes(true) : !sides.includes(false);
    }
    case 'AwaitExpression':
      return tells(inner.argument, holds);
    case 'Identifier': {
      if (says(inner, holds, tells)) return true;
      const variable = variableOf(sourceCode, inner);
      const value = variable && valueOf(variable);
      return !!value && tells(value, holds);
    }
    default:
      return says(inner, holds, tells);
  }
}
