namespace GrayFlags.Tool.Subjects;

/// <summary>Somebody who asks.</summary>
/// <param name="Index">The place among all of them.</param>
/// <param name="Context">The context.</param>
/// <param name="Draw">What chance draws for shares by request.</param>
internal readonly record struct Subject(long Index, GrayContext Context, ulong Draw);
