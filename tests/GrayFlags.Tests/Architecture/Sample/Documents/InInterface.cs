using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

internal sealed class InInterface : ISampleRule;
