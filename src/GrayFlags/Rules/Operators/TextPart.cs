namespace GrayFlags.Rules.Operators;

/// <summary>Where in a text another one is looked for.</summary>
internal enum TextPart
{
    Anywhere,
    Start,
    End,
}
