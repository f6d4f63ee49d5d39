using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>Constraints of several kinds at once, and what every object has.</summary>
[Fault("R6")]
public sealed class LentConstraintTests
{
    [Test]
    public async Task ClassAndParameter_BothConstrain()
    {
        await using var provider = Build<IErrors, Errors>();
        await using var scope = provider.CreateAsyncScope();
        var error = new InvalidOperationException();

        Assert.That(scope.ServiceProvider.GetRequiredService<IErrors>().Make<InvalidOperationException, object>(error), Is.SameAs(error));
    }

    [Test]
    public async Task UnmanagedEnum_IsPassedOn()
    {
        await using var provider = Build<IEnums, Enums>();
        await using var scope = provider.CreateAsyncScope();

        Assert.That(scope.ServiceProvider.GetRequiredService<IEnums>().Same(DayOfWeek.Friday), Is.EqualTo(DayOfWeek.Friday));
    }

    [Test]
    public async Task NameAndEquality_AreThoseOfTheImplementation()
    {
        await using var provider = Build<IEnums, Enums>();
        await using var scope = provider.CreateAsyncScope();
        object lent = scope.ServiceProvider.GetRequiredService<IEnums>();

        Assert.That(lent, Is.Not.InstanceOf<Enums>(), "it stands for it");
        Assert.That(lent.ToString(), Is.EqualTo("enums"));
        Assert.That(lent.GetHashCode(), Is.EqualTo(7));
        Assert.That(lent.Equals("seven"), Is.True);
        Assert.That(lent.Equals(lent), Is.True);
        Assert.That(lent.Equals("eight"), Is.False);
    }

    private static ServiceProvider Build<TService, TImplementation>()
        where TService : class
        where TImplementation : class, TService
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrayFlags();
        services.AddGrayService<TService, TImplementation, TImplementation>("x");
        return services.BuildServiceProvider();
    }

    public interface IErrors
    {
        T Make<T, TBase>(T one)
            where T : Exception, TBase;
    }

    public interface IEnums
    {
        T Same<T>(T one)
            where T : unmanaged, Enum;
    }

    private sealed class Errors : IErrors, IDisposable
    {
        public T Make<T, TBase>(T one)
            where T : Exception, TBase => one;

        public void Dispose()
        {
        }
    }

    private sealed class Enums : IEnums, IDisposable
    {
        public T Same<T>(T one)
            where T : unmanaged, Enum => one;

        public override string ToString() => "enums";

        public override bool Equals(object? obj) => ReferenceEquals(obj, this) || obj is "seven";

        public override int GetHashCode() => 7;

        public void Dispose()
        {
        }
    }
}
