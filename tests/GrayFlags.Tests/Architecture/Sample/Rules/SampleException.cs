namespace GrayFlags.Tests.Architecture.Sample.Rules;

internal sealed class SampleException : Exception;
