namespace GrayFlags.Tests.Architecture.Sample;

internal sealed class GrayContext;
