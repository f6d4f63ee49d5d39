namespace GrayFlags.AspNetCore.Tests.Kit;

internal sealed class AuthenticationCount
{
    private int _count;

    public int Value => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
