// Counts the constructs of Apex sources as @apexdevtools/apex-parser sees them.
//
// scripts/compare-antlr starts this program and speaks JSON with it, one object a line:
//   in:  {"name": "shop/Order.cls", "text": "..."}
//   out: {"errors": [3], "lines": {"methods": [5, 9], ...}}
// Every construct is given by the line it is on (1-based), so that a difference can be looked up. What counts as what is
// written down in count.go of scripts/internal/cmd/compare-antlr; the two must say the same.
import { createInterface } from 'node:readline';
import * as apex from '@apexdevtools/apex-parser';

class Errors extends apex.ApexErrorListener {
  lines = [];

  apexSyntaxError(line) {
    this.lines.push(line);
  }
}

const PredictionMode = { SLL: 0, LL: 1 }; // the numbers of antlr4, which apex-parser bundles without exporting them

// parse tries ANTLR's fast strategy first. Where that finds no error the full one finds none either, and the same tree.
function parse(text, unit) {
  for (const mode of [PredictionMode.SLL, PredictionMode.LL]) {
    const errors = new Errors();
    const { parser } = apex.ApexParserFactory.createLexerAndParser(text, errors);
    parser._interp.predictionMode = mode;
    const tree = parser[unit]();
    if (errors.lines.length === 0 || mode === PredictionMode.LL) {
      return { tree, errors: errors.lines };
    }
  }
}

// A file of any name may be a script; the extension only says what to try first.
function parseFile(name, text) {
  const extension = name.slice(name.lastIndexOf('.')).toLowerCase();
  const unit = { '.trigger': 'triggerUnit', '.apex': 'anonymousUnit' }[extension] ?? 'compilationUnit';
  const first = parse(text, unit);
  if (first.errors.length === 0 || unit === 'anonymousUnit') {
    return first;
  }
  const script = parse(text, 'anonymousUnit');
  return script.errors.length === 0 ? script : first;
}

// The word a node is known by, or the whole node when error recovery left it out.
const line = (named, node) => (named?.start ?? node.start).line;

// For each context class: what it counts as, and the line it is counted on.
const counted = new Map([
  [apex.ClassDeclarationContext, ['classes', (n) => line(n.id(), n)]],
  [apex.InterfaceDeclarationContext, ['classes', (n) => line(n.id(), n)]],
  [apex.EnumDeclarationContext, ['classes', (n) => line(n.id(), n)]],
  [apex.TriggerUnitContext, ['classes', (n) => line(n.id(0), n)]],
  [apex.MethodDeclarationContext, ['methods', (n) => line(n.id(), n)]],
  [apex.InterfaceMethodDeclarationContext, ['methods', (n) => line(n.id(), n)]],
  [apex.ConstructorDeclarationContext, ['constructors', (n) => line(n.qualifiedName(), n)]],
  [apex.PropertyDeclarationContext, ['properties', (n) => line(n.id(), n)]],
  [apex.QueryContext, ['soql', (n) => n.start.line]],
  [apex.SubQueryContext, ['subqueries', (n) => n.start.line]],
  [apex.SoslPrimaryContext, ['sosl', (n) => n.start.line]],
  [apex.InsertStatementContext, ['dml', (n) => n.start.line]],
  [apex.UpdateStatementContext, ['dml', (n) => n.start.line]],
  [apex.DeleteStatementContext, ['dml', (n) => n.start.line]],
  [apex.UndeleteStatementContext, ['dml', (n) => n.start.line]],
  [apex.UpsertStatementContext, ['dml', (n) => n.start.line]],
  [apex.MergeStatementContext, ['dml', (n) => n.start.line]],
  [apex.MethodCallContext, ['calls', (n) => n.start.line]],
  [apex.DotMethodCallContext, ['calls', (n) => n.start.line]],
]);

function count(tree) {
  const lines = {};
  const pending = [tree]; // a stack of our own: chains of operators nest deeper than JavaScript's reaches
  while (pending.length > 0) {
    const node = pending.pop();
    const [column, lineOf] = counted.get(node.constructor) ?? [];
    if (column) {
      (lines[column] ??= []).push(lineOf(node));
    } else if (node instanceof apex.FieldDeclarationContext && node.parentCtx instanceof apex.MemberDeclarationContext) {
      // At the top of triggers and scripts the same rule matches what are local variables.
      for (const declarator of node.variableDeclarators()?.variableDeclarator_list() ?? []) {
        (lines.fields ??= []).push(line(declarator.id(), declarator));
      }
    }
    if (node.children) {
      pending.push(...node.children);
    }
  }
  for (const list of Object.values(lines)) {
    list.sort((a, b) => a - b);
  }
  return lines;
}

for await (const request of createInterface({ input: process.stdin })) {
  const { name, text } = JSON.parse(request);
  const { tree, errors } = parseFile(name, text);
  process.stdout.write(JSON.stringify({ errors, lines: count(tree) }) + '\n');
}
