using GrayFlags.Tests.Kit;
using Microsoft.Win32.SafeHandles;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>Takes every inotify instance that the user may still have, until disposed.</summary>
/// <remarks>Bare instances, not file system watchers: a watcher gives its instance back some time after it was disposed, on a thread of its own.</remarks>
internal sealed class InotifyHog : IDisposable
{
    private readonly List<SafeFileHandle> _instances = [];

    public InotifyHog()
    {
        while (LibC.StartInotify() is { IsInvalid: false } instance)
        {
            _instances.Add(instance);
        }
    }

    public void Dispose()
    {
        foreach (var instance in _instances)
        {
            instance.Dispose();
        }
    }
}
