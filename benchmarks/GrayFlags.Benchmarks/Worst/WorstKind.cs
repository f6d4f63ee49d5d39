namespace GrayFlags.Benchmarks.Worst;

/// <summary>A kind of document that demands work, in any size.</summary>
/// <param name="Name">What demands the work.</param>
/// <param name="Write">The document with so many of it.</param>
/// <param name="Context">Who asks for the flag <c>f</c>: as bad a context as we know. A new one for each call.</param>
/// <param name="Other">Who asks next: the same, otherwise. Null: the same again.</param>
internal sealed record WorstKind(string Name, Func<int, string> Write, Func<GrayContext> Context, Func<GrayContext>? Other = null);
