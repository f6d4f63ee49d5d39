using System.Collections.Immutable;
using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>The compilation of one condition.</summary>
internal sealed class ConditionEntry
{
    /// <summary>
    /// All conditions but the percentage, which a rule keeps apart; the cheap and the choosy ones first, which is the order in which they are asked.
    /// </summary>
    public static readonly ImmutableArray<ConditionEntry> All =
    [
        For<IReadOnlyList<string>>(ConditionField.Environments, static (compiler, in site, names) => compiler.Conditions.Environments(site, names)),
        For<IReadOnlyList<string>>(ConditionField.Instances, static (compiler, in site, names) => compiler.Conditions.Instances(site, names)),
        For<IReadOnlyList<string>>(ConditionField.Regions, static (compiler, in site, regions) => compiler.Conditions.Regions(site, regions)),
        For<IReadOnlyList<string>>(ConditionField.Users, static (compiler, in site, users) => compiler.Conditions.Users(site, users)),
        For<IReadOnlyDictionary<string, AttributeDefinition>>(
            ConditionField.When, static (compiler, in site, attributes) => compiler.Conditions.When(site, attributes)),
        For<IReadOnlyList<string>>(ConditionField.Segments, static (compiler, in site, names) => compiler.Segments.Reference(site, names)),
        For<WindowDefinition>(ConditionField.Window, static (compiler, in site, window) => compiler.Conditions.Window(window, site.Path)),
        For<IReadOnlyDictionary<string, ServeDefinition>>(
            ConditionField.Requires, static (compiler, in site, requires) => compiler.Flags.Requires(site, requires)),
        new(
            ConditionField.Custom,
            static (compiler, in site, given, all) => compiler.Custom.Compile(site, (IReadOnlyDictionary<string, CustomDefinition>)given, all)),
        For<IReadOnlyList<ConditionsDefinition>>(
            ConditionField.Any, static (compiler, in site, nested) => new AnyCondition(compiler.List(site, ConditionField.Any, nested))),
        For<IReadOnlyList<ConditionsDefinition>>(
            ConditionField.All, static (compiler, in site, nested) => new AllCondition(compiler.List(site, ConditionField.All, nested))),
        For<ConditionsDefinition>(
            ConditionField.Not, static (compiler, in site, nested) => new NotCondition(compiler.Object(site, nested, [.. site.Path, "not"]))),
    ];

    private readonly Adder _add;

    private ConditionEntry(Field field, Adder add)
    {
        Field = field;
        _add = add;
    }

    private delegate void Adder(ConditionListCompiler compiler, in ConditionSite site, object value, List<Condition> all);

    private delegate Condition? Compiler<T>(ConditionListCompiler compiler, in ConditionSite site, T value);

    public Field Field { get; }

    /// <summary>Adds what the value compiles to; a problem is reported instead.</summary>
    public void Add(ConditionListCompiler compiler, in ConditionSite site, object value, List<Condition> all) => _add(compiler, site, value, all);

    private static ConditionEntry For<T>(Field field, Compiler<T> compile)
        where T : class => new(field, (compiler, in site, value, all) =>
        {
            if (compile(compiler, site, (T)value) is { } condition)
            {
                all.Add(condition);
            }
        });
}
