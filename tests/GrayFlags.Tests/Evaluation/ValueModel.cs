namespace GrayFlags.Tests.Evaluation;

internal sealed record ValueModel(string Color, int Size);
