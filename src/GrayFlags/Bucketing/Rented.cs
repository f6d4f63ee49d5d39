using System.Buffers;

namespace GrayFlags.Bucketing;

/// <summary>A buffer of at least a length: the one at hand where that is long enough, else one of the shared pool, which is given back at the end.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal readonly ref struct Rented<T>
    where T : unmanaged
{
    private readonly T[]? _array;

    public Rented(int length, Span<T> atHand)
    {
        _array = length <= atHand.Length ? null : ArrayPool<T>.Shared.Rent(length);
        Span = _array ?? atHand;
    }

    public Span<T> Span { get; }

    public void Dispose()
    {
        if (_array is not null)
        {
            ArrayPool<T>.Shared.Return(_array);
        }
    }
}
