using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Flagd;

/// <summary>Converts expressions of JsonLogic that are true or false to conditions.</summary>
internal sealed class FlagdLogic(string flag, JsonElement evaluators)
{
    // An evaluator may refer to others; one that comes to itself has no end.
    private const int MaxReferences = 32;

    // Of one flag. Evaluators that refer to others twice would grow without bounds; and rules are never nested as deep.
    private const int MaxDepth = 32;
    private const int MaxExpressions = 4_096;

    private const string TargetingKey = "targetingKey";
    private const string Timestamp = "$flagd.timestamp";

    private int _depth;
    private int _expressions;

    /// <summary>The operation of an expression with its arguments; one that stands alone is a list of one.</summary>
    public static (string Name, IReadOnlyList<JsonElement> Arguments) Operation(JsonElement expression)
    {
        var properties = expression.EnumerateObject().ToList();
        if (properties.Count != 1)
        {
            throw new NotExpressibleException($"{expression.GetRawText()} is no expression of JsonLogic, which has one operation");
        }

        var value = properties[0].Value;
        return (properties[0].Name, value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value]);
    }

    /// <summary>Counts an expression, and how deep it lies until what is returned is disposed.</summary>
    /// <exception cref="NotExpressibleException">There are too many, or they lie too deep.</exception>
    public Level Enter()
    {
        if (++_expressions > MaxExpressions || _depth == MaxDepth)
        {
            throw new NotExpressibleException("its targeting is larger or nested deeper than rules are, or an evaluator comes to itself");
        }

        _depth++;
        return new Level(this);
    }

    /// <summary>True where an expression gives true or false, and nothing else.</summary>
    public bool IsBoolean(JsonElement given)
    {
        using var _ = Enter();
        var expression = Resolve(given);
        if (expression.ValueKind != JsonValueKind.Object)
        {
            return expression.ValueKind is JsonValueKind.True or JsonValueKind.False;
        }

        var (name, arguments) = Operation(expression);
        return name is "==" or "!=" or "===" or "!==" or "<" or "<=" or ">" or ">=" or "in" or "!" or "!!"
            || (name is "and" or "or" && arguments.Count > 0 && arguments.All(IsBoolean));
    }

    /// <summary>The expression that a reference stands for, or the expression itself.</summary>
    public JsonElement Resolve(JsonElement expression)
    {
        for (var count = 0; expression.Get("$ref") is { } reference; count++)
        {
            var name = reference.AsText() ?? "";
            if (count == MaxReferences || evaluators.Get(name) is not { } found)
            {
                throw new NotExpressibleException(
                    count == MaxReferences ? $"the evaluator '{name}' comes to itself" : $"there is no evaluator '{name}' in $evaluators");
            }

            expression = found;
        }

        return expression;
    }

    /// <summary>The operand that an expression is: a field of the context, or a literal.</summary>
    public FlagdOperand Operand(JsonElement given)
    {
        var expression = Resolve(given);
        if (expression.ValueKind != JsonValueKind.Object)
        {
            return new FlagdOperand(null, expression);
        }

        var (operation, arguments) = Operation(expression);
        if (operation != "var" || arguments.Count == 0 || arguments[0].ValueKind != JsonValueKind.String)
        {
            throw new NotExpressibleException($"{expression.GetRawText()} stands where a rule can have a field of the context or a literal only");
        }

        var name = arguments[0].GetString();
        JsonElement? otherwise = arguments.Count > 1 ? arguments[1] : null;
        return name switch
        {
            "$flagd.flagKey" => new FlagdOperand(null, JsonSerializer.SerializeToElement(flag, FlagdJsonContext.Default.String)),
            TargetingKey => new FlagdOperand("userId", otherwise),
            "" => throw new NotExpressibleException("the whole context is asked for, and not a field of it"),
            var attribute => new FlagdOperand(ContextFields.NameOf(attribute!), otherwise),
        };
    }

    /// <summary>The condition that an expression is true, or counts as it.</summary>
    public FlagdTruth Truth(JsonElement given)
    {
        using var _ = Enter();
        var expression = Resolve(given);
        if (expression.ValueKind != JsonValueKind.Object)
        {
            return FlagdTruth.Of(FlagdConstant.IsTrue(expression));
        }

        var (name, arguments) = Operation(expression);
        switch (name)
        {
            case "and" or "or" when arguments.Count == 0:
                return FlagdTruth.Of(false);
            case "and":
                return FlagdTruth.All([.. arguments.Select(Truth)]);
            case "or":
                return FlagdTruth.Any([.. arguments.Select(Truth)]);
            case "!":
                return FlagdTruth.Not(Truth(arguments[0]));
            case "!!":
                return Truth(arguments[0]);
            case "if" or "?:":
                return Chosen(arguments);
            case "missing":
                return FlagdTruth.Any([.. arguments.Select(argument => FlagdTruth.Of(Exists(Attribute(argument), false)))]);
            case "var":
                var variable = Operand(expression);
                return variable.Attribute == Timestamp ? FlagdTruth.Of(true)
                    : variable.Attribute is null ? FlagdTruth.Of(FlagdConstant.IsTrue(variable.Literal!.Value)) : Test(variable, "!!", null);
            case "==" or "!=" or "===" or "!==" or "<" or "<=" or ">" or ">=":
                return Compare(name, arguments);
            case "in":
                return In(arguments);
            case "starts_with" or "ends_with" when arguments.Count == 2:
                return Test(Operand(arguments[0]), name, Operand(arguments[1]));
            case "sem_ver" when arguments.Count == 3:
                return Version(arguments);
            default:
                throw new NotExpressibleException($"the operation '{name}' of JsonLogic cannot be said in rules");
        }
    }

    private static string Attribute(JsonElement name) => name.AsText() switch
    {
        null => throw new NotExpressibleException("'missing' names a field by something else than a text"),
        TargetingKey => "userId",
        var text => ContextFields.NameOf(text),
    };

    private static ConditionsDefinition Exists(string attribute, bool exists) => Terms.When(attribute, new AttributeDefinition { Exists = exists });

    // One operand is a field of the context, the other a literal.
    private static FlagdTruth Test(FlagdOperand left, string operation, FlagdOperand? right)
    {
        if (right is { } literal && literal.Attribute is not null)
        {
            throw new NotExpressibleException($"'{operation}' compares two fields of the context, '{left.Attribute}' and '{literal.Attribute}'");
        }

        var operand = right?.Literal;
        if (left.Attribute is not { } attribute)
        {
            return FlagdTruth.Of(FlagdConstant.Compare(operation, left.Literal!.Value, operand));
        }

        var text = operand is { } value ? $"{operation} {value.GetRawText()}" : operation;
        var test = Terms.When(attribute, new AttributeDefinition { JsonLogic = text });
        if (left.Literal is not { } otherwise)
        {
            return FlagdTruth.Of(test);
        }

        return FlagdTruth.Any(
        [
            FlagdTruth.All([FlagdTruth.Of(Exists(attribute, true)), FlagdTruth.Of(test)]),
            FlagdTruth.All([FlagdTruth.Of(Exists(attribute, false)), FlagdTruth.Of(FlagdConstant.Compare(operation, otherwise, operand))]),
        ]);
    }

    private FlagdTruth Chosen(IReadOnlyList<JsonElement> arguments)
    {
        if (arguments.Count == 0)
        {
            return FlagdTruth.Of(false);
        }

        if (arguments.Count == 1)
        {
            return Truth(arguments[0]);
        }

        var condition = Truth(arguments[0]);
        return FlagdTruth.Any(
        [
            FlagdTruth.All([condition, Truth(arguments[1])]),
            FlagdTruth.All([FlagdTruth.Not(condition), Chosen([.. arguments.Skip(2)])]),
        ]);
    }

    private FlagdTruth Compare(string operation, IReadOnlyList<JsonElement> arguments)
    {
        if (arguments.Count == 3 && operation is "<" or "<=")
        {
            return FlagdTruth.All([Compare(operation, [arguments[0], arguments[1]]), Compare(operation, [arguments[1], arguments[2]])]);
        }

        if (arguments.Count != 2)
        {
            throw new NotExpressibleException($"'{operation}' has {arguments.Count} arguments");
        }

        var (left, right) = (Operand(arguments[0]), Operand(arguments[1]));
        if (left.Attribute is null && right.Attribute is not null)
        {
            (left, right, operation) = (right, left, Mirrored(operation));
        }

        return left.Attribute == Timestamp ? Time(operation, right) : Test(left, operation, right);
    }

    private static string Mirrored(string operation) => operation switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => operation,
    };

    // Whole seconds since 1970.
    private static FlagdTruth Time(string operation, FlagdOperand given)
    {
        if (given.Literal is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var seconds)
            || seconds is < 0 or > 253_402_300_000)
        {
            throw new NotExpressibleException("$flagd.timestamp is compared with something else than whole seconds since 1970");
        }

        var (instant, second) = (DateTimeOffset.FromUnixTimeSeconds(seconds), TimeSpan.FromSeconds(1));
        return FlagdTruth.Of(new ConditionsDefinition
        {
            Window = operation switch
            {
                "<" => new() { End = instant },
                "<=" => new() { End = instant + second },
                ">" => new() { Start = instant + second },
                ">=" => new() { Start = instant },
                _ => throw new NotExpressibleException($"$flagd.timestamp is compared by '{operation}'"),
            },
        });
    }

    private FlagdTruth In(IReadOnlyList<JsonElement> arguments)
    {
        if (arguments.Count != 2)
        {
            throw new NotExpressibleException($"'in' has {arguments.Count} arguments");
        }

        var (part, whole) = (Operand(arguments[0]), Operand(arguments[1]));
        if (whole.Attribute is not null)
        {
            return Test(whole, "includes", part);
        }

        return whole.Literal is { ValueKind: JsonValueKind.Array } || part.Attribute is null
            ? Test(part, "in", whole)
            : throw new NotExpressibleException($"'in' looks for the field '{part.Attribute}' inside a text");
    }

    private FlagdTruth Version(IReadOnlyList<JsonElement> arguments)
    {
        var (value, relation, version) = (Operand(arguments[0]), Operand(arguments[1]), Operand(arguments[2]));
        if (value is not { Attribute: { } attribute, Literal: null } || relation.Literal?.AsText() is not { } sign || version.Literal?.AsText() is not { } text)
        {
            throw new NotExpressibleException("'sem_ver' compares something else than a field of the context with a version");
        }

        var quoted = JsonSerializer.Serialize(text, FlagdJsonContext.Default.String);
        return FlagdTruth.Of(Terms.When(
            attribute, new AttributeDefinition { JsonLogic = string.Create(CultureInfo.InvariantCulture, $"sem_ver {sign} {quoted}") }));
    }

    /// <summary>An expression that is being converted.</summary>
    public readonly struct Level(FlagdLogic logic) : IDisposable
    {
        public void Dispose() => logic._depth--;
    }
}
