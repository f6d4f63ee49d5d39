#if NET9_0_OR_GREATER
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>Structs by reference as type arguments, which .NET 8 does not know.</summary>
public sealed partial class LentTests
{
    // A span whose length C# lets be taken as a type argument.
    [Test]
    public void RefStruct_AsATypeArgument_IsPassedOn() =>
        Assert.That(
            In<IAllowing>(services => services.AddGrayService<IAllowing, Allowing, Allowing>("x"), allowing => allowing.Length(new Ref("four"))),
            Is.EqualTo(4));

    internal interface IAllowing
    {
        int Length<T>(T one)
            where T : allows ref struct;
    }

    internal sealed class Allowing : IAllowing, IDisposable
    {
        public int Length<T>(T one)
            where T : allows ref struct => typeof(T) == typeof(Ref) ? 4 : 0;

        public void Dispose()
        {
        }
    }
}
#endif
