using System.ComponentModel;
using GrayFlags.Tests.Architecture.Sample.Rules;

namespace GrayFlags.Tests.Architecture.Sample.Documents;

[TypeConverter(typeof(SampleRule))]
internal sealed class InAttribute;
