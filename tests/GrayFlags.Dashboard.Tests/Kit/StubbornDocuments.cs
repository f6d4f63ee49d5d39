using System.Text;

namespace GrayFlags.Dashboard.Tests.Kit;

/// <summary>Documents of a store that ends no call before a test says how, whatever becomes of the call's token.</summary>
internal sealed class StubbornDocuments : IGrayDocuments
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A task that ends with the first call.</summary>
    public Task Called => _called.Task;

    /// <summary>True to end calls with their tokens, as a good store does.</summary>
    public bool HeedsTokens { get; init; }

    /// <summary>True to keep the thread of a call, too.</summary>
    public bool Blocks { get; init; }

    public void End() => _end.TrySetResult();

    public void Fail(Exception exception) => _end.TrySetException(exception);

    public Task<StoredDocument?> GetAsync(string name, CancellationToken cancellationToken = default) =>
        CallAsync<StoredDocument?>(new StoredDocument(name, 1, default, "ann", "why", Encoding.UTF8.GetBytes("{}")), cancellationToken);

    public Task<StoredDocument?> GetAsync(string name, long version, CancellationToken cancellationToken = default) => GetAsync(name, cancellationToken);

    public Task<PublishResult> PublishAsync(
        string name, ReadOnlyMemory<byte> utf8Json, DocumentChange change, CancellationToken cancellationToken = default) =>
        CallAsync(new PublishResult(PublishOutcome.Published, 2), cancellationToken);

    public Task<PublishResult> RevertAsync(string name, long toVersion, DocumentChange change, CancellationToken cancellationToken = default) =>
        CallAsync(new PublishResult(PublishOutcome.Published, 2), cancellationToken);

    public Task<IReadOnlyList<DocumentRevision>> HistoryAsync(
        string name, long before = long.MaxValue, int count = 50, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DocumentRevision>>([], cancellationToken);

    public Task<IReadOnlyList<DocumentMember>> GetMembersAsync(string name, CancellationToken cancellationToken = default) =>
        CallAsync<IReadOnlyList<DocumentMember>>([], cancellationToken);

    private async Task<T> CallAsync<T>(T answer, CancellationToken cancellationToken)
    {
        _called.TrySetResult();
        if (Blocks)
        {
            _end.Task.GetAwaiter().GetResult();
        }

        await (HeedsTokens ? _end.Task.WaitAsync(cancellationToken) : _end.Task);
        return answer;
    }
}
