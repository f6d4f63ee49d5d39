using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Operators;

/// <summary>The value of one attribute, read once for all operators that ask for it.</summary>
internal readonly ref struct AttributeReading(ContextAttribute attribute, GrayContext context)
{
    public readonly GrayValue Value = attribute.Read(context);

    /// <summary>The hash of a text of this value: the one that the context keeps where the value is that text, else computed.</summary>
    public ulong HashOf(string text) =>
        Value.Kind == GrayValueKind.Text && attribute.TryGetHash(context, out var hash) ? hash : TextHash.Of(text);
}
