/**
 * Apex, SOQL and SOSL as of API version 68, for tree-sitter.
 *
 * Node names are the terms of the Apex Developer Guide and of the SOQL and SOSL Reference.
 *
 * Keywords are contextual. tree-sitter lexes a word as a keyword only where the parse state accepts that
 * keyword, and as an identifier everywhere else, so no list of "allowed" words is needed: only the few
 * keywords that can begin a construct where an expression can begin as well (`_soft_keyword`).
 *
 * A plain name (`a`, `a.b.c`) can turn out to be an expression or a type. Both are spelled with the same
 * symbols and inlined, so the parser decides when the next token has told, without a second parse stack.
 * Only `name <` needs one: it may open type arguments or compare.
 */

const PREC = {
  ASSIGN: 1,
  TERNARY: 2,
  COALESCE: 3,
  OR: 4,
  AND: 5,
  BIT_OR: 6,
  BIT_XOR: 7,
  BIT_AND: 8,
  EQUALITY: 9,
  RELATIONAL: 10,
  SHIFT: 11,
  ADDITIVE: 12,
  MULTIPLICATIVE: 13,
  UNARY: 14,
  POSTFIX: 15,
};

/** A case-insensitive keyword, shown in lower case. */
const kw = (word) => alias(new RegExp(word, "i"), word.toLowerCase());

const commaSep1 = (rule) => seq(rule, repeat(seq(",", rule)));
const modifierList = ($) => optional(field("modifiers", $.modifiers));

/** An identifier where the keywords of `_soft_keyword` are expected too. */
const anyIdentifier = ($) => choice($.identifier, alias($._soft_keyword, $.identifier));

/** A name after a type. */
const declaredName = ($) => choice($.identifier, alias($._instanceof_word, $.identifier));

/** What can be assigned to. No operator stands in it, so at the start of a statement `name <` opens type arguments. */
const assignable = ($) =>
  choice($._name, alias($._member_access, $.field_access), $.index_expression, $.parenthesized_expression);

const commaSep = (rule) => optional(commaSep1(rule));

/** type a = 1, b; without modifiers and the semicolon */
const variables = ($) =>
  seq(
    field("type", $._type),
    commaSep1(field("declarator", $.variable_declarator)),
  );

module.exports = grammar({
  name: "apex",

  word: ($) => $.identifier,

  extras: ($) => [/\s+/, $.line_comment, $.block_comment],

  inline: ($) => [
    $._name,
    $._primary_expression,
    $._type,
    $._type_name,
    $._condition,
    $._statement_expression,
  ],

  conflicts: ($) => [
    // `a < b` compares, `List<b> c` declares: told apart by what follows the closing angle bracket.
    [$._expression, $.generic_type],
    // `(a) - b` and `(a)[0]` against `(T) -b` and `(T) [SELECT ...]`.
    [$.parenthesized_expression, $.cast_expression],
    // `merge f(a)` goes on with the arguments of a call or with the second operand.
    [$.argument_list, $.parenthesized_expression],
    // `transient T x` against `Transient x`.
    [$.modifier, $._soft_keyword],
    // `trigger T on ...` against `Trigger t = ...` in anonymous Apex.
    [$.trigger_declaration, $._soft_keyword],
  ],

  supertypes: ($) => [$._statement, $._declaration, $._literal],

  rules: {
    // A class, interface, enum, trigger or anonymous Apex.
    source_file: ($) => repeat(choice($._block_item, $.trigger_declaration)),

    // Declarations stand in anonymous Apex and in triggers. In the block of a method they are an error, reported
    // as such after the parse: accepted here, a missing brace costs nothing but itself, because the next member
    // begins with words that would be identifiers if no declaration were expected.
    _block_item: ($) =>
      choice(
        $._declaration,
        $.method_declaration,
        $.property_declaration,
        alias($._outer_constructor, $.constructor_declaration),
        $._statement,
      ),

    // Without modifiers it would be a call with a block, as System.runAs is.
    _outer_constructor: ($) =>
      seq(
        field("modifiers", $.modifiers),
        field("name", anyIdentifier($)),
        field("parameters", $.formal_parameters),
        field("body", $.block),
      ),

    // ---------------------------------------------------------------- declarations

    _declaration: ($) => choice($.class_declaration, $.interface_declaration, $.enum_declaration),

    modifiers: ($) => prec.right(repeat1(choice($.annotation, $.modifier, $.sharing_modifier))),

    modifier: (_) =>
      choice(
        kw("public"),
        kw("private"),
        kw("protected"),
        kw("global"),
        kw("static"),
        kw("final"),
        kw("abstract"),
        kw("virtual"),
        kw("override"),
        kw("transient"),
        kw("webservice"),
        kw("testmethod"),
      ),

    sharing_modifier: (_) =>
      seq(field("sharing", choice(kw("with"), kw("without"), kw("inherited"))), kw("sharing")),

    annotation: ($) =>
      prec.right(seq("@", field("name", $.identifier), optional(field("arguments", $.annotation_arguments)))),

    annotation_arguments: ($) =>
      seq("(", optional(seq($._annotation_argument, repeat(seq(optional(","), $._annotation_argument)))), ")"),

    _annotation_argument: ($) => choice($.annotation_parameter, $._annotation_value),

    annotation_parameter: ($) => seq(field("name", anyIdentifier($)), "=", field("value", $._annotation_value)),

    _annotation_value: ($) => choice($._literal, alias($._signed_number, $.unary_expression), $._name),

    class_declaration: ($) =>
      seq(
        modifierList($),
        kw("class"),
        field("name", $.identifier),
        optional(seq(kw("extends"), field("superclass", $._type))),
        optional(seq(kw("implements"), commaSep1(field("interface", $._type)))),
        field("body", $.class_body),
      ),

    interface_declaration: ($) =>
      seq(
        modifierList($),
        kw("interface"),
        field("name", $.identifier),
        optional(seq(kw("extends"), commaSep1(field("interface", $._type)))),
        field("body", $.class_body),
      ),

    enum_declaration: ($) =>
      seq(modifierList($), kw("enum"), field("name", $.identifier), field("body", $.enum_body)),

    enum_body: ($) => seq("{", commaSep($.enum_constant), optional(","), "}"),

    enum_constant: ($) => field("name", $.identifier),

    class_body: ($) =>
      seq(
        "{",
        repeat(
          choice(
            $._declaration,
            $.field_declaration,
            $.property_declaration,
            $.method_declaration,
            $.constructor_declaration,
            $.initializer,
            ";",
          ),
        ),
        "}",
      ),

    field_declaration: ($) =>
      seq(modifierList($), variables($), ";"),

    variable_declarator: ($) =>
      seq(field("name", declaredName($)), optional(seq("=", field("value", $._expression)))),

    // After a type's name, `instanceof` may be the operator or the name that is declared.
    _instanceof_word: (_) => kw("instanceof"),

    property_declaration: ($) =>
      seq(modifierList($), field("type", $._type), field("name", declaredName($)), field("accessors", $.accessor_list)),

    accessor_list: ($) => seq("{", repeat1($.accessor), "}"),

    accessor: ($) =>
      seq(
        modifierList($),
        field("name", choice(kw("get"), kw("set"))),
        choice(field("body", $.block), ";"),
      ),

    method_declaration: ($) =>
      seq(
        modifierList($),
        field("type", choice($._type, $.void_type)),
        field("name", declaredName($)),
        field("parameters", $.formal_parameters),
        choice(field("body", $.block), ";"),
      ),

    constructor_declaration: ($) =>
      seq(
        modifierList($),
        field("name", anyIdentifier($)),
        field("parameters", $.formal_parameters),
        field("body", $.block),
      ),

    formal_parameters: ($) => seq("(", commaSep($.formal_parameter), ")"),

    formal_parameter: ($) => seq(modifierList($), field("type", $._type), field("name", $.identifier)),

    initializer: ($) => seq(optional(field("static", kw("static"))), field("body", $.block)),

    trigger_declaration: ($) =>
      seq(
        kw("trigger"),
        field("name", declaredName($)),
        kw("on"),
        field("object", $._name),
        "(",
        commaSep1(field("event", $.trigger_event)),
        ")",
        field("body", $.trigger_body),
      ),

    trigger_event: (_) =>
      seq(
        field("time", choice(kw("before"), kw("after"))),
        field("operation", choice(kw("insert"), kw("update"), kw("delete"), kw("undelete"))),
      ),

    trigger_body: ($) => seq("{", repeat($._block_item), "}"),

    // ---------------------------------------------------------------- types

    _type_name: ($) =>
      choice(
        alias($.identifier, $.type_identifier),
        alias($._soft_keyword, $.type_identifier),
        alias($.field_access, $.qualified_type),
      ),

    _type: ($) => choice($._type_name, $.generic_type, $.array_type),

    generic_type: ($) => seq(field("name", $._type_name), field("arguments", $.type_arguments)),

    type_arguments: ($) => seq("<", commaSep1($._type), ">"),

    array_type: ($) => seq(field("element", $._type), "[", "]"),

    void_type: (_) => kw("void"),

    // ---------------------------------------------------------------- statements

    _statement: ($) =>
      choice(
        $.block,
        $.local_variable_declaration,
        $.expression_statement,
        $.if_statement,
        $.while_statement,
        $.do_statement,
        $.for_statement,
        $.for_each_statement,
        $.return_statement,
        $.throw_statement,
        $.break_statement,
        $.continue_statement,
        $.try_statement,
        $.switch_statement,
        $.dml_statement,
        $.run_as_statement,
        $.empty_statement,
      ),

    block: ($) => seq("{", repeat($._block_item), "}"),

    empty_statement: (_) => ";",

    local_variable_declaration: ($) => seq($._local_variable, ";"),

    _local_variable: ($) => seq(modifierList($), variables($)),

    expression_statement: ($) => seq($._statement_expression, ";"),

    _statement_expression: ($) =>
      choice(
        $.assignment_expression,
        $.update_expression,
        $.method_call,
        $.new_expression,
        $.soql_expression,
        $.sosl_expression,
      ),

    _condition: ($) => seq("(", field("condition", $._expression), ")"),

    if_statement: ($) =>
      prec.right(
        seq(
          kw("if"),
          $._condition,
          field("consequence", $._statement),
          optional(seq(kw("else"), field("alternative", $._statement))),
        ),
      ),

    while_statement: ($) => seq(kw("while"), $._condition, field("body", $._statement)),

    do_statement: ($) => seq(kw("do"), field("body", $._statement), kw("while"), $._condition, ";"),

    for_statement: ($) =>
      seq(
        kw("for"),
        "(",
        optional(
          choice(
            field("init", alias($._local_variable, $.local_variable_declaration)),
            commaSep1(field("init", $._statement_expression)),
          ),
        ),
        ";",
        optional(field("condition", $._expression)),
        ";",
        commaSep(field("update", $._statement_expression)),
        ")",
        field("body", $._statement),
      ),

    for_each_statement: ($) =>
      seq(
        kw("for"),
        "(",
        modifierList($),
        field("type", $._type),
        field("name", declaredName($)),
        ":",
        field("value", $._expression),
        ")",
        field("body", $._statement),
      ),

    return_statement: ($) => seq(kw("return"), optional(field("value", $._expression)), ";"),

    throw_statement: ($) => seq(kw("throw"), field("value", $._expression), ";"),

    break_statement: (_) => seq(kw("break"), ";"),

    continue_statement: (_) => seq(kw("continue"), ";"),

    try_statement: ($) =>
      seq(
        kw("try"),
        field("body", $.block),
        choice(
          seq(repeat1(field("catch", $.catch_clause)), optional(field("finally", $.finally_clause))),
          field("finally", $.finally_clause),
        ),
      ),

    catch_clause: ($) =>
      seq(
        kw("catch"),
        "(",
        modifierList($),
        field("type", $._type),
        field("name", $.identifier),
        ")",
        field("body", $.block),
      ),

    finally_clause: ($) => seq(kw("finally"), field("body", $.block)),

    switch_statement: ($) =>
      seq(kw("switch"), kw("on"), field("value", $._expression), "{", repeat(field("when", $.when_clause)), "}"),

    when_clause: ($) =>
      seq(
        kw("when"),
        choice(
          field("else", kw("else")),
          commaSep1(field("value", $._when_value)),
          seq(field("type", $._type_name), field("name", $.identifier)),
        ),
        field("body", $.block),
      ),

    _when_value: ($) =>
      choice($._literal, alias($._signed_number, $.unary_expression), $._name, alias($._parenthesized_when_value, $.parenthesized_expression)),

    _parenthesized_when_value: ($) => seq("(", $._when_value, ")"),

    _signed_number: ($) =>
      seq(field("operator", choice("-", "+")), field("operand", choice($.integer_literal, $.long_literal, $.decimal_literal))),

    dml_statement: ($) =>
      choice(
        seq(field("operation", choice(kw("insert"), kw("update"), kw("delete"), kw("undelete"))), optional($._access_level), field("value", $._expression), ";"),
        seq(field("operation", kw("upsert")), optional($._access_level), field("value", $._expression), optional(field("external_id", $._name)), ";"),
        // Two operands stand side by side: an operator in the first would have to be in parentheses.
        seq(
          field("operation", kw("merge")),
          optional($._access_level),
          field("value", choice($._name, $._object)),
          field("duplicate", $._expression),
          ";",
        ),
      ),

    _access_level: (_) => seq(kw("as"), field("access_level", choice(kw("user"), kw("system")))),

    // System.runAs(...) { ... }: the only call that a block may follow.
    run_as_statement: ($) => seq(field("call", $.method_call), field("body", $.block)),

    // ---------------------------------------------------------------- expressions

    _expression: ($) =>
      choice(
        $._primary_expression,
        $.assignment_expression,
        $.ternary_expression,
        $.binary_expression,
        $.instanceof_expression,
        $.unary_expression,
        $.update_expression,
        $.cast_expression,
      ),

    _name: ($) => choice(anyIdentifier($), $.field_access),

    // Keywords that can begin a statement or member where an expression can begin too.
    _soft_keyword: (_) =>
      choice(kw("as"), kw("switch"), kw("transient"), kw("trigger"), kw("with"), kw("without"), kw("inherited")),

    _primary_expression: ($) =>
      choice(
        $._name,
        $._literal,
        $.this,
        alias($._member_access, $.field_access),
        $.method_call,
        $.index_expression,
        $.parenthesized_expression,
        $.new_expression,
        $.class_literal,
        $.soql_expression,
        $.sosl_expression,
      ),

    // Only the safe navigation operator is in the tree, as `operator`; a plain dot says nothing.
    // A name with dots; what it means (variable, field, class, namespace) is told by resolution.
    field_access: ($) =>
      prec.right(PREC.POSTFIX, seq(field("object", $._name), ".", field("name", $.identifier))),

    _member_access: ($) =>
      prec.right(
        PREC.POSTFIX,
        choice(
          seq(field("object", $._name), field("operator", "?."), field("name", $.identifier)),
          seq(field("object", $._object), choice(".", field("operator", "?.")), field("name", $.identifier)),
        ),
      ),

    // What can stand before a dot and is not a plain name.
    _object: ($) =>
      prec(1, choice(
        $._literal,
        $.this,
        $.super,
        alias($._member_access, $.field_access),
        $.method_call,
        $.index_expression,
        $.parenthesized_expression,
        $.new_expression,
        $.class_literal,
        $.soql_expression,
        $.sosl_expression,
      )),

    method_call: ($) =>
      prec(
        PREC.POSTFIX,
        seq(
          choice(
            field("name", choice(anyIdentifier($), $.this, $.super)),
            seq(
              field("object", choice($._name, $._object)),
              choice(".", field("operator", "?.")),
              field("name", $.identifier),
            ),
          ),
          field("arguments", $.argument_list),
        ),
      ),

    argument_list: ($) => seq("(", commaSep($._expression), ")"),

    index_expression: ($) =>
      prec(PREC.POSTFIX, seq(field("array", choice($._name, $._object)), "[", field("index", $._expression), "]")),

    // The first alternative keeps `(name)` open until the next token tells a cast.
    parenthesized_expression: ($) =>
      prec.dynamic(1, choice(prec(PREC.UNARY, seq("(", $._name, ")")), seq("(", $._expression, ")"))),

    cast_expression: ($) =>
      prec(
        PREC.UNARY,
        seq("(", field("type", $._type), ")", field("value", $._expression)),
      ),

    class_literal: ($) => seq(field("type", $._type), ".", kw("class")),

    new_expression: ($) =>
      prec(
        PREC.POSTFIX,
        seq(
          kw("new"),
          choice(
            seq(field("type", choice($._type_name, $.generic_type)), field("arguments", $.creation_arguments)),
            seq(field("type", choice($._type_name, $.generic_type, $.array_type)), field("initializer", $.collection_initializer)),
            seq(field("type", choice($._type_name, $.generic_type)), "[", field("size", $._expression), "]"),
          ),
        ),
      ),

    creation_arguments: ($) => seq("(", commaSep(choice($.field_initializer, $._expression)), ")"),

    // new Account(Name = 'Acme'): a field of the new SObject, not an assignment.
    field_initializer: ($) =>
      prec(PREC.ASSIGN + 1, seq(field("name", anyIdentifier($)), "=", field("value", $._expression))),

    collection_initializer: ($) =>
      seq("{", commaSep(choice($._expression, $.map_entry)), optional(","), "}"),

    map_entry: ($) => seq(field("key", $._expression), "=>", field("value", $._expression)),

    assignment_expression: ($) =>
      prec.right(
        PREC.ASSIGN,
        seq(
          field("left", assignable($)),
          field("operator", choice("=", "+=", "-=", "*=", "/=", "|=", "&=", "^=", "<<=", ">>=", ">>>=", "%=")),
          field("right", $._expression),
        ),
      ),

    ternary_expression: ($) =>
      prec.right(
        PREC.TERNARY,
        seq(
          field("condition", $._expression),
          "?",
          field("consequence", $._expression),
          ":",
          field("alternative", $._expression),
        ),
      ),

    binary_expression: ($) =>
      choice(
        ...[
          [PREC.COALESCE, "??"],
          [PREC.OR, "||"],
          [PREC.AND, "&&"],
          [PREC.BIT_OR, "|"],
          [PREC.BIT_XOR, "^"],
          [PREC.BIT_AND, "&"],
          [PREC.EQUALITY, choice("==", "!=", "===", "!==", "<>")],
          // Apex lets blanks stand inside <= and >=.
          [PREC.RELATIONAL, choice("<", ">", alias(/<\s*=/, "<="), alias(/>\s*=/, ">="))],
          [PREC.SHIFT, choice("<<", ">>", ">>>")],
          [PREC.ADDITIVE, choice("+", "-")],
          [PREC.MULTIPLICATIVE, choice("*", "/", "%")],
        ].map(([level, operator]) =>
          prec.left(
            level,
            seq(field("left", $._expression), field("operator", operator), field("right", $._expression)),
          ),
        ),
      ),

    instanceof_expression: ($) =>
      // The level is that of the operator; what follows the type never ends it early (`instanceof List<T>`).
      prec.right(seq(prec(PREC.RELATIONAL, seq(field("value", $._expression), kw("instanceof"))), field("type", $._type))),

    unary_expression: ($) =>
      prec(PREC.UNARY, seq(field("operator", choice("!", "-", "+", "~")), field("operand", $._expression))),

    update_expression: ($) =>
      choice(
        prec(PREC.UNARY, seq(field("operator", choice("++", "--")), field("operand", assignable($)))),
        prec(PREC.POSTFIX, seq(field("operand", assignable($)), field("operator", choice("++", "--")))),
      ),

    // ---------------------------------------------------------------- literals

    _literal: ($) =>
      choice(
        $.string_literal,
        $.multiline_string_literal,
        $.integer_literal,
        $.long_literal,
        $.decimal_literal,
        $.boolean_literal,
        $.null_literal,
      ),

    this: (_) => kw("this"),
    super: (_) => kw("super"),
    null_literal: (_) => kw("null"),
    boolean_literal: (_) => choice(kw("true"), kw("false")),
    integer_literal: (_) => /[0-9]+/,
    long_literal: (_) => /[0-9]+[lL]/,
    decimal_literal: (_) => /[0-9]*\.[0-9]+[dD]?|[0-9]+[dD]/,
    string_literal: (_) => /'([^'\\\r\n]|\\[^\r\n])*'/,
    // ''' and a line break open it; one or two quotes may stand inside.
    multiline_string_literal: (_) => /'''[ \t\f]*\r?\n([^'\\]|\\[^\x00]|'[^'\\]|''[^'\\]|''?\\[^\x00])*'''/,

    line_comment: (_) => token(seq("//", /[^\r\n]*/)),
    block_comment: (_) => token(/\/\*[^*]*\*+([^/*][^*]*\*+)*\//),

    // ---------------------------------------------------------------- SOQL

    soql_expression: ($) => seq("[", field("query", $.soql_query), "]"),

    // The clauses in any order: the compiler refuses a wrong one, and with the same words after every clause
    // a query's end looks the same everywhere.
    soql_query: ($) =>
      seq(
        field("select", $.select_clause),
        field("from", $.from_clause),
        repeat(
          choice(
            field("using", $.using_clause),
            field("where", $.where_clause),
            field("with", $.with_clause),
            field("group_by", $.group_by_clause),
            field("having", $.having_clause),
            field("order_by", $.order_by_clause),
            field("limit", $.limit_clause),
            field("offset", $.offset_clause),
            field("for", $.for_clause),
            field("update", $.update_clause),
            field("all_rows", $.all_rows_clause),
          ),
        ),
      ),

    select_clause: ($) => seq(kw("select"), commaSep1($._select_item)),

    _select_item: ($) => choice($.select_field, $.subquery, alias($._aliased_subquery, $.subquery), $.typeof_clause),

    select_field: ($) => seq(field("value", choice($._soql_field, $.soql_function)), optional(field("alias", $.identifier))),

    // Relationship.Field
    _soql_field: ($) =>
      choice(
        alias($.identifier, $.field_name),
        alias($._soql_word, $.field_name),
        alias($._field_path, $.field_name),
      ),

    _soql_word: (_) => prec(-1, choice(kw("not"), kw("typeof"))),

    _field_path: ($) => seq($.identifier, repeat1(seq(".", $.identifier))),

    // Aggregate, date, distance, formatting functions, FIELDS() and GROUPING(); GROUP BY ROLLUP and CUBE too.
    soql_function: ($) => seq(field("name", $.identifier), field("arguments", $.soql_arguments)),

    soql_arguments: ($) =>
      seq("(", commaSep(choice($._soql_field, $.soql_function, $._soql_literal, $.bind_expression)), ")"),

    subquery: ($) => seq("(", field("query", $.soql_query), ")"),

    _aliased_subquery: ($) => seq("(", field("query", $.soql_query), ")", field("alias", $.identifier)),

    typeof_clause: ($) =>
      seq(
        kw("typeof"),
        field("value", $._soql_field),
        repeat1(field("when", $.typeof_when)),
        optional(seq(kw("else"), commaSep1(field("else", $._soql_field)))),
        kw("end"),
      ),

    typeof_when: ($) =>
      seq(kw("when"), field("type", $.identifier), kw("then"), commaSep1(field("field", choice($._soql_field, $.soql_function)))),

    from_clause: ($) => seq(kw("from"), commaSep1(field("source", $.from_source))),

    from_source: ($) =>
      seq(field("name", $._soql_field), optional(seq(optional(kw("as")), field("alias", $.identifier)))),

    using_clause: ($) => seq(kw("using"), kw("scope"), field("scope", $.identifier)),

    where_clause: ($) => seq(kw("where"), field("condition", $._soql_condition)),

    _soql_condition: ($) =>
      choice(
        $.and_condition,
        $.or_condition,
        $.not_condition,
        alias($._parenthesized_condition, $.parenthesized_condition),
        $.comparison,
      ),

    and_condition: ($) => prec.left(2, seq($._soql_condition, kw("and"), $._soql_condition)),
    or_condition: ($) => prec.left(1, seq($._soql_condition, kw("or"), $._soql_condition)),
    not_condition: ($) => prec(3, seq(kw("not"), $._soql_condition)),
    _parenthesized_condition: ($) => seq("(", $._soql_condition, ")"),

    comparison: ($) =>
      seq(
        field("left", choice($._soql_field, $.soql_function)),
        choice(
          seq(field("operator", choice("=", "!=", "<>", "<", ">", alias(/<\s*=/, "<="), alias(/>\s*=/, ">="), kw("like"))), field("right", $._soql_value)),
          seq(
            field("operator", choice(kw("in"), alias($._not_in, $.not_in), kw("includes"), kw("excludes"))),
            field("right", choice($.subquery, $.value_list, $.bind_expression)),
          ),
        ),
      ),

    _not_in: (_) => seq(kw("not"), kw("in")),

    value_list: ($) => seq("(", commaSep1($._soql_value), ")"),

    _soql_value: ($) => choice($._soql_literal, $.date_literal, $.bind_expression),

    _soql_literal: ($) =>
      choice(
        $.string_literal,
        alias($._signed_number, $.unary_expression),
        $.integer_literal,
        $.long_literal,
        $.decimal_literal,
        $.boolean_literal,
        $.null_literal,
        $.date_value,
        $.datetime_value,
        $.time_value,
        $.currency_literal,
      ),

    date_value: (_) => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    datetime_value: (_) =>
      /[0-9]{4}-[0-9]{2}-[0-9]{2}[tT][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([zZ]|[+-][0-9]{2}:?[0-9]{2})?/,
    time_value: (_) => /[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([zZ]|[+-][0-9]{2}:?[0-9]{2})?/,
    // TODAY, LAST_N_DAYS:7
    date_literal: ($) =>
      seq(field("name", $.identifier), optional(seq(":", field("count", choice($.integer_literal, alias($._signed_number, $.unary_expression)))))),

    bind_expression: ($) => seq(":", field("value", $._expression)),

    with_clause: ($) =>
      seq(
        kw("with"),
        choice(
          field("mode", $.identifier),
          seq(kw("data"), kw("category"), field("filter", $.data_category_filter), repeat(seq(kw("and"), field("filter", $.data_category_filter)))),
          field("condition", $.comparison),
          field("option", $.with_option),
        ),
      ),

    with_option: ($) =>
      seq(field("name", $.identifier), "(", commaSep1($.with_parameter), ")"),

    with_parameter: ($) => seq(field("name", $.identifier), "=", field("value", $._soql_value)),

    data_category_filter: ($) =>
      seq(
        field("group", $._soql_field),
        field("selector", choice(kw("at"), kw("above"), kw("below"), kw("above_or_below"))),
        choice(field("category", $.identifier), seq("(", commaSep1(field("category", $.identifier)), ")"), field("category", $.bind_expression)),
      ),

    group_by_clause: ($) =>
      seq(kw("group"), kw("by"), commaSep1(field("value", choice($._soql_field, $.soql_function)))),

    having_clause: ($) => seq(kw("having"), field("condition", $._soql_condition)),

    order_by_clause: ($) => seq(kw("order"), kw("by"), commaSep1(field("value", $.order_by_item))),

    order_by_item: ($) =>
      seq(
        field("value", choice($._soql_field, $.soql_function)),
        optional(field("direction", choice(kw("asc"), kw("desc")))),
        optional(seq(kw("nulls"), field("nulls", choice(kw("first"), kw("last"))))),
      ),

    limit_clause: ($) => seq(kw("limit"), field("value", choice($.integer_literal, $.bind_expression))),
    offset_clause: ($) => seq(kw("offset"), field("value", choice($.integer_literal, $.bind_expression))),

    for_clause: (_) => seq(kw("for"), field("purpose", choice(kw("view"), kw("reference"), kw("update")))),
    update_clause: (_) => seq(kw("update"), commaSep1(field("purpose", choice(kw("tracking"), kw("viewstat"))))),
    all_rows_clause: (_) => seq(kw("all"), kw("rows")),

    // ---------------------------------------------------------------- SOSL

    sosl_expression: ($) => seq("[", field("query", $.sosl_query), "]"),

    sosl_query: ($) =>
      seq(
        kw("find"),
        field("term", choice($.string_literal, $.bind_expression, $.search_term)),
        optional(seq(kw("in"), field("group", $.identifier), kw("fields"))),
        optional(seq(kw("returning"), commaSep1(field("returning", $.returning_object)))),
        repeat(
          choice(
            field("with", $.with_clause),
            field("limit", $.limit_clause),
            field("offset", $.offset_clause),
            field("update", $.update_clause),
          ),
        ),
      ),

    search_term: (_) => token(/\{([^}\\\r\n]|\\[^\r\n])*\}/),

    returning_object: ($) =>
      seq(
        field("name", $.identifier),
        optional(
          seq(
            "(",
            commaSep1($.select_field),
            repeat(
              choice(
                field("where", $.where_clause),
                field("using", $.list_view_clause),
                field("order_by", $.order_by_clause),
                field("limit", $.limit_clause),
                field("offset", $.offset_clause),
              ),
            ),
            ")",
          ),
        ),
      ),

    list_view_clause: ($) => seq(kw("using"), kw("listview"), "=", field("name", $.identifier)),

    // ---------------------------------------------------------------- words

    // Last, because of two tokens that match the same text the first one wins: USD5000 (in SOQL only) and all
    // keywords come before.
    currency_literal: (_) => /[a-zA-Z]{3}[0-9]+(\.[0-9]+)?/,

    identifier: (_) => /[a-zA-Z_$\u00C0-\u1FFF\u2C00-\uD7FF][a-zA-Z0-9_$\u00C0-\u1FFF\u2C00-\uD7FF]*/,
  },
});
