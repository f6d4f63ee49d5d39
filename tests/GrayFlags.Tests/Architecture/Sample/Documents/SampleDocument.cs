namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal sealed class SampleDocument;
