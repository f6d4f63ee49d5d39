using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>A response body that is copied as it is written. Nothing is buffered: the client receives each byte without delay.</summary>
internal sealed class TeeResponse(IHttpResponseBodyFeature inner, BodyCopy copy) : IHttpResponseBodyFeature
{
    private TeeStream? _stream;
    private TeeWriter? _writer;

    public Stream Stream => _stream ??= new TeeStream(inner.Stream, copy);

    public PipeWriter Writer => _writer ??= new TeeWriter(inner.Writer, copy);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    public void DisableBuffering() => inner.DisableBuffering();

    // The operating system sends the file, so the bytes are not visible here.
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        copy.GiveUp();
        return inner.SendFileAsync(path, offset, count, cancellationToken);
    }
}
