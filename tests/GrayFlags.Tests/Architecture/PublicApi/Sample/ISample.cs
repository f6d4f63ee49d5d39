namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

/// <summary>One of each kind that an interface may declare.</summary>
public interface ISample<in TIn, out TOut> : IDisposable
    where TOut : class?
{
    event EventHandler? Changed;

    string this[string name] { get; }

    TOut Ask(TIn question);

    static abstract int Count();

    int Twice(int number) => number * 2;
}
