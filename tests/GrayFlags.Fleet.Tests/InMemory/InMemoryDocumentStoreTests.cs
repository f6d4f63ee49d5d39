using GrayFlags.Fleet.Tests.Contract;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.InMemory;

/// <summary>The store of documents in memory keeps the contract of all engines.</summary>
public sealed class InMemoryDocumentStoreTests : DocumentStoreContract
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryDocumentStore _store;

    public InMemoryDocumentStoreTests() => _store = new InMemoryDocumentStore(_clock);

    protected override Task<IDocumentStore> OpenAsync() => Task.FromResult<IDocumentStore>(_store);

    protected override Task<bool> AgeAsync(string name, TimeSpan by)
    {
        _clock.Advance(by);
        return Task.FromResult(true);
    }
}
