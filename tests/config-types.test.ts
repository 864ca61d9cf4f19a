import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules';
import { settingsOf } from '../src/settings';

interface Schema {
  type?: unknown;
  description?: unknown;
  enum?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
}

const file = join(import.meta.dirname, '../src/config-types.ts');
const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
const interfaces = new Map(
  source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .map((declaration) => [declaration.name.text, declaration]),
);

/** The properties that an interface declares, by their names. */
function propertiesOf(name: string): Map<string, ts.PropertySignature> {
  const declaration = interfaces.get(name) ?? expect.fail(`no interface ${name}`);
  const properties = declaration.members.filter((member) => ts.isPropertySignature(member));
  return new Map(properties.map((property) => [nameOf(property), property]));
}

function nameOf({ name }: ts.PropertySignature): string {
  return ts.isStringLiteral(name) ? name.text : name.getText();
}

/** The JSON schema that says as much as a type does. */
function schemaOf(type: ts.TypeNode | undefined): Schema {
  if (!type) return {};
  if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type);
  if (ts.isTypeOperatorNode(type)) return schemaOf(type.type);
  if (ts.isArrayTypeNode(type)) return { type: 'array', items: schemaOf(type.elementType) };
  if (ts.isUnionTypeNode(type))
    return { type: 'string', enum: type.types.map((member) => literalOf(member)) };
  return { type: type.getText() };
}

function literalOf(type: ts.TypeNode): string {
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return type.literal.text;
  return expect.fail(`${type.getText()} is no literal`);
}

/** A schema without what no type can say: lengths, limits, whether a number is whole. */
function withoutLimits({ type, enum: values, items }: Schema): Schema {
  return {
    type: type === 'integer' ? 'number' : type,
    ...(values === undefined ? {} : { enum: values }),
    ...(items === undefined ? {} : { items: withoutLimits(items) }),
  };
}

function documentationOf(property: ts.PropertySignature): { text: string; default?: unknown } {
  const [comment] = ts.getJSDocCommentsAndTags(property);
  const tag = ts.getJSDocTags(property).find(({ tagName }) => tagName.text === 'default');
  const value = ts.getTextOfJSDocComment(tag?.comment);
  return {
    text: ts.getTextOfJSDocComment(comment?.comment) ?? '',
    ...(value === undefined ? {} : { default: JSON.parse(value) as unknown }),
  };
}

describe('the types of options', () => {
  const typed = propertiesOf('RuleOptions');

  it('name every rule and no other', () => {
    const names = Object.keys(rules).map((name) => `mcp-session/${name}`);
    expect([...typed.keys()].sort()).toEqual(names.sort());
  });

  it.each(Object.entries(rules))('say of %s what its schema says', (name, { meta }) => {
    const tuple = typed.get(`mcp-session/${name}`)?.type?.getText() ?? '';
    const [schema] = [meta.schema].flat() as Schema[];
    const [defaults] = meta.defaultOptions as [Record<string, unknown>];
    const options = Object.entries(schema?.properties ?? {});
    if (options.length === 0) {
      expect(tuple).toBe('[]');
      return;
    }
    const properties = propertiesOf(/^\[(\w+)\?\]$/.exec(tuple)?.[1] ?? tuple);
    expect([...properties.keys()].sort()).toEqual(options.map(([option]) => option).sort());
    for (const [option, expected] of options) {
      const property = properties.get(option) ?? expect.fail(option);
      expect(property.questionToken, `${option} can be left out`).toBeDefined();
      expect(schemaOf(property.type), option).toEqual(withoutLimits(expected));
      expect(documentationOf(property), option).toEqual({
        text: expected.description,
        default: defaults[option],
      });
    }
  });
});

describe('the types of settings', () => {
  const SAMPLES: Record<string, unknown> = {
    boolean: true,
    string: '<0.6',
    array: ['memberId'],
    number: 1,
  };

  it.each([...propertiesOf('Settings')])('say of %s what is accepted', (name, { type }) => {
    const declared = schemaOf(type).type;
    for (const [sampled, value] of Object.entries(SAMPLES)) {
      const read = () => settingsOf({ settings: { 'mcp-session': { [name]: value } } });
      if (sampled === declared) expect(read, sampled).not.toThrow();
      else expect(read, sampled).toThrow(name);
    }
  });
});
