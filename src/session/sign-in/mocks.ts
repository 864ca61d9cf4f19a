import { calleeName, memberPath, type CallLike } from '../../analysis/ast';

const MOCKERS = /^(?:sinon|sandbox|jest|vi|vitest|mock)$/;
const MOCK_METHODS = /^(?:callsFake|mockImplementation|mockImplementationOnce)$/;

/** `sinon.fake(handler)`, `vi.fn().mockImplementation(handler)`: what a mock does serves nobody. */
export function makesMock(call: CallLike): boolean {
  const path = memberPath(call.callee);
  const root = path?.root.type === 'Identifier' ? path.root.name : '';
  const name = calleeName(call) ?? '';
  return MOCK_METHODS.test(name) || (MOCKERS.test(root) && /^(?:fake|fn|method)$/.test(name));
}
