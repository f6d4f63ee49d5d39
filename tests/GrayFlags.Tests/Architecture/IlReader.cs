using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace GrayFlags.Tests.Architecture;

/// <summary>Reads the members and types that the instructions of a method name (ECMA-335, partition III).</summary>
internal static class IlReader
{
    private const byte TwoBytePrefix = 0xfe;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlyList<MemberInfo> Members(MethodBase method, MethodBody body)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return [.. Tokens(body.GetILAsByteArray()!).Select(token => method.Module.ResolveMember(token, typeArguments, methodArguments)!)];
    }

    private static List<int> Tokens(byte[] il)
    {
        var tokens = new List<int>();
        var at = 0;
        while (at < il.Length)
        {
            var code = il[at] == TwoBytePrefix ? Codes[BinaryPrimitives.ReadInt16BigEndian(il.AsSpan(at))] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                tokens.Add(ReadInt32(il, at));
            }

            at += OperandSize(code.OperandType, il, at);
        }

        return tokens;
    }

    // An operand kind that is not listed here would put every later instruction out of step, so it is an error.
    private static int OperandSize(OperandType kind, byte[] il, int at) => kind switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => sizeof(byte),
        OperandType.InlineVar => sizeof(short),
        OperandType.InlineI8 or OperandType.InlineR => sizeof(long),
        OperandType.InlineSwitch => sizeof(int) * (1 + ReadInt32(il, at)),
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => sizeof(int),
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType => sizeof(int),
        OperandType.InlineTok or OperandType.InlineString or OperandType.InlineSig => sizeof(int),
        _ => throw new InvalidOperationException($"The operand kind {kind} is not known."),
    };

    private static int ReadInt32(byte[] il, int at) => BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
}
