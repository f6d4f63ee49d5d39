using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>How much is read of a stream that never ends.</summary>
internal sealed class EventStreamReaderTests
{
    private const int Reads = 4096;

    [Test, Fault("R11")]
    public async Task Flood_IsReadAtAPace()
    {
        var time = new ManualTimeProvider();
        var flood = new Flood();
        var reader = new EventStreamReader(flood, 64 * 1024, new StreamPace(time));
        for (var window = 1; window <= 4; window++)
        {
            ValueTask<StreamSignal> signal;
            while ((signal = reader.ReadAsync(CancellationToken.None)).IsCompleted)
            {
                Assert.That(await signal, Is.Not.EqualTo(StreamSignal.End));
            }

            Assert.That(flood.BytesRead, Is.EqualTo(window * StreamPace.MaxBytes));
            time.Advance(StreamPace.Window);
            await signal;
        }
    }

    [Test]
    public void Pause_OfTheEnd_IsCancelled()
    {
        using var ending = new CancellationTokenSource();
        var pause = new StreamPace(new ManualTimeProvider()).TakeAsync(StreamPace.MaxBytes, ending.Token);
        Assert.That(pause.IsCompleted, Is.False);

        ending.Cancel();

        Assert.That(pause.IsCanceled, Is.True);
    }

    private sealed class Flood : MemoryStream
    {
        public int BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (var place = 0; place < buffer.Length; place++)
            {
                buffer.Span[place] = (byte)(place % 8 is 6 or 7 ? '\n' : "data:x"[place % 8]);
            }

            Assert.That(buffer.Length, Is.EqualTo(Reads));
            BytesRead += buffer.Length;
            return new(buffer.Length);
        }
    }
}
