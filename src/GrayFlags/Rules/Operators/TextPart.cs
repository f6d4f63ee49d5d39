namespace GrayFlags.Rules.Operators;

/// <summary>The part of a text in which another one is sought.</summary>
internal enum TextPart
{
    Anywhere,
    Start,
    End,
}
