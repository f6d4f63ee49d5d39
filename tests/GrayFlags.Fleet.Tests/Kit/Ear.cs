namespace GrayFlags.Fleet.Tests.Kit;

/// <summary>Counts how often a watch has called back, and waits for the next time. Thread-safe.</summary>
internal sealed class Ear
{
    private readonly SemaphoreSlim _heard = new(0);

    /// <summary>The callback of the watch.</summary>
    public void Changed() => _heard.Release();

    /// <summary>Forgets the calls so far.</summary>
    public void Forget()
    {
        while (_heard.Wait(0))
        {
        }
    }

    /// <summary>Waits for a call.</summary>
    /// <returns>False when there was none in this time.</returns>
    public Task<bool> HearsAsync(TimeSpan within) => _heard.WaitAsync(within);

    /// <summary>Writes until a call comes: a watch takes a while to begin, and may miss what happens in it.</summary>
    /// <returns>False when none came within a minute.</returns>
    public async Task<bool> HearsAsync(Func<Task> write)
    {
        Forget();
        for (var turn = 0; turn < 120; turn++)
        {
            await write();
            if (await HearsAsync(TimeSpan.FromMilliseconds(500)))
            {
                return true;
            }
        }

        return false;
    }
}
