namespace GrayFlags.Tests.Architecture.Sample.Rules;

internal interface ISampleRule;
