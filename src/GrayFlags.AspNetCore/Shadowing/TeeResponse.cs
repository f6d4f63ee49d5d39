using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>The body of a response, copied as it goes by. Nothing is held back: the client gets each byte when it would have got it.</summary>
internal sealed class TeeResponse(IHttpResponseBodyFeature inner, BodyCopy copy) : IHttpResponseBodyFeature
{
    private TeeStream? _stream;
    private TeeWriter? _writer;

    public Stream Stream => _stream ??= new TeeStream(inner.Stream, copy);

    public PipeWriter Writer => _writer ??= new TeeWriter(inner.Writer, copy);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    public void DisableBuffering() => inner.DisableBuffering();

    // The system sends it, and nobody sees the bytes.
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        copy.GiveUp();
        return inner.SendFileAsync(path, offset, count, cancellationToken);
    }
}
